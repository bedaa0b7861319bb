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

    /// <param name="note">Writes the disable down before it is sent.</param>
    /// <param name="disable">Sends it; <see langword="false"/> = it was not sent, or Nova did not say that it is done.</param>
    /// <param name="clock">Counts the wait.</param>
    /// <param name="ct">Ends the call.</param>
    public BackgroundDisable(
        Func<Task> note, Func<ComputeService, CancellationToken, Task<bool>> disable, TimeProvider clock, CancellationToken ct) =>
        (this.note, this.disable, this.clock, over) = (note, disable, clock, CancellationTokenSource.CreateLinkedTokenSource(ct));

    /// <summary>No call is under way.</summary>
    public bool IsIdle => sending.IsCompleted;

    /// <summary>Nova has said that the last one is done.</summary>
    public bool IsAnswered => sending is { IsCompletedSuccessfully: true, Result: true };

    /// <summary>Writes the disable down and sends it.</summary>
    public async Task SendAsync(ComputeService service)
    {
        await note();
        sending = disable(service, over.Token);
    }

    /// <summary>A disable that was only just sent gets a moment to reach Nova; its answer may come or not.</summary>
    public async Task GiveTimeAsync(TimeSpan moment, CancellationToken ct)
    {
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(sending, Task.Delay(moment, clock, answered.Token));
        await answered.CancelAsync();
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
