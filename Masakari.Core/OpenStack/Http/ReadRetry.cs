using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack.Http;

/// <summary>Repeats a read that found the service away or busy: by default three tries over a few seconds. Whoever can wait longer asks again.</summary>
internal sealed class ReadRetry(TimeProvider clock, Random jitter, ILogger logger, int retries = 2)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await read(ct);
            }
            catch (OpenStackException e) when (attempt <= retries && e.Kind is (FailureKind.Unreachable or FailureKind.Overloaded))
            {
                logger.ReadRepeated(attempt, e.Message);
            }

            await Task.Delay(Pause(attempt), clock, ct);
        }
    }

    // 0.5 s, from then on 2 s, each plus or minus a fifth, so that many callers don't come back in step.
    private TimeSpan Pause(int attempt) => FirstPause * (attempt == 1 ? 1 : 4) * (0.8 + 0.4 * jitter.NextDouble());
}
