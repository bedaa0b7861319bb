using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Actions;

/// <summary>A disable that nobody waits for. Disposing ends the call under way.</summary>
internal sealed class BackgroundDisable : IAsyncDisposable
{
    private readonly Func<Task> note;
    private readonly Func<ComputeService, CancellationToken, Task<bool>> disable;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource over;
    private Task<bool> sending = Task.FromResult(false);
    private long? endedAt;

    /// <param name="note">Writes the disable down before it is sent.</param>
    /// <param name="disable">Sends it; <see langword="false"/> = it was not sent, or Nova did not say that it is done.</param>
    /// <param name="clock">Counts the wait.</param>
    /// <param name="ct">Ends the call.</param>
    public BackgroundDisable(
        Func<Task> note, Func<ComputeService, CancellationToken, Task<bool>> disable, TimeProvider clock, CancellationToken ct) =>
        (this.note, this.disable, this.clock, over) = (note, disable, clock, CancellationTokenSource.CreateLinkedTokenSource(ct));

    /// <summary>No call was under way at that timestamp of the clock, and none is: what Nova showed then includes the last one.</summary>
    public bool IsIdleSince(long moment) => sending.IsCompleted && (endedAt is not { } end || end <= moment);

    /// <summary>Nova has said that the last one is done.</summary>
    public bool IsAnswered => sending is { IsCompletedSuccessfully: true, Result: true };

    /// <summary>Writes the disable down and sends it.</summary>
    public async Task SendAsync(ComputeService service)
    {
        await note();
        sending = SendToEndAsync(service);
    }

    /// <summary>A disable that was only just sent gets a moment to reach Nova; its answer may come or not.</summary>
    public async Task GiveTimeAsync(TimeSpan moment, CancellationToken ct) =>
        await clock.PauseAsync(moment, sending, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<bool> SendToEndAsync(ComputeService service)
    {
        try
        {
            return await disable(service, over.Token);
        }
        finally
        {
            endedAt = clock.GetTimestamp();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        try
        {
            await sending;
        }
        finally
        {
            over.Dispose();
        }
    }
}
