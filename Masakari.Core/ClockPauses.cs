namespace Masakari.Core;

/// <summary>Pauses that something else can end.</summary>
internal static class ClockPauses
{
    /// <summary>A pause that ends early when <paramref name="bell"/> does, well or not: its failure is for whoever awaits it.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task PauseAsync(this TimeProvider clock, TimeSpan pause, Task bell, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(bell, Task.Delay(pause, clock, over.Token));
        await over.CancelAsync();   // else its timer would go on
        ct.ThrowIfCancellationRequested();   // WhenAny does not
    }
}
