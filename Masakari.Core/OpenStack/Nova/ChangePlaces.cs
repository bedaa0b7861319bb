using System.Threading.Channels;

namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// Holds the number of changes of instances that are under way at Nova at the same time under a limit: Nova's web server keeps what it
/// cannot work on yet in a backlog, and runs it long after the caller has given up.
/// </summary>
internal sealed class ChangePlaces(int most)
{
    private readonly Channel<bool> taken = Channel.CreateBounded<bool>(most);

    /// <summary>Waits for a place, first come, first in; disposing the result gives the place back.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken ct)
    {
        await taken.Writer.WriteAsync(true, ct);
        return new Place(taken.Reader);
    }

    private sealed class Place(ChannelReader<bool> taken) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0) taken.TryRead(out _);
        }
    }
}
