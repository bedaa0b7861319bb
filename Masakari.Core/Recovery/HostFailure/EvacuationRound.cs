using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Begins the moves of a host in their order, at most as many at the same time as the gate admits, and waits for all of them.
/// </summary>
internal sealed class EvacuationRound(
    INova nova, EvacuationGates gates, InstanceMove moves, RecoveryPermits permits, WaitOptions waits, EvacuationOptions options,
    TimeProvider clock)
{
    /// <summary>Makes one attempt at each move.</summary>
    public async Task<RoundEnd> RunAsync(RecoveryContext context, IReadOnlyList<MoveJournalEntry> open, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var gate = await gates.OpenAsync(context.Host.Name, ct);
        var underWay = new List<Task>();
        RoundEnd end;
        try
        {
            end = await BeginAllAsync(context, open, gate, underWay, ct);
        }
        finally
        {
            await Task.WhenAll(underWay);
        }
        return end with { Lasted = clock.GetElapsedTime(began), HadDestinations = gate.HasDestinations };
    }

    private async Task<RoundEnd> BeginAllAsync(
        RecoveryContext context, IReadOnlyList<MoveJournalEntry> open, EvacuationGate gate, List<Task> underWay, CancellationToken ct)
    {
        var host = context.Host.Name;
        var source = new SourceView(nova, host, waits.VerifyInterval, clock);
        var stillDown = new HostStillDown(nova, host, waits.VerifyInterval, clock);
        foreach (var move in open)
        {
            // Before the looks: during a pause they grow old.
            if ((await permits.WaitAsync(context.Claim, ct)).Abort is { } order) return new RoundEnd { Abort = order };
            var slot = await gates.EnterAsync(gate, ct);
            if (!await MaySendAsync(stillDown, source, slot, ct)) return new RoundEnd { IsHostBack = true };
            underWay.Add(MoveAsync(context, source.Show(move, waits), slot, ct));
            if (options.StartStagger > TimeSpan.Zero) await Task.Delay(options.StartStagger, clock, ct);
        }
        return new RoundEnd();
    }

    /// <summary>Looks at the host before each move; the slot goes back when the move will not be made.</summary>
    private static async Task<bool> MaySendAsync(HostStillDown stillDown, SourceView source, EvacuationSlot slot, CancellationToken ct)
    {
        var may = false;
        try
        {
            if (!await stillDown.AskAsync(ct)) return false;
            await source.RefreshAsync(ct);
            return may = true;
        }
        finally
        {
            if (!may) slot.Leave(clean: true);
        }
    }

    private async Task MoveAsync(RecoveryContext context, MoveView listed, EvacuationSlot slot, CancellationToken ct)
    {
        var clean = false;
        try
        {
            var run = moves.RunAsync(context, listed, slot, ct);
            await Task.WhenAll(context.Progress.ReportAsync(0.5, $"Evacuation of instance started: {listed.Journal.Instance}"), run);
            clean = (await run).Status != VMoveStatus.Failed;
        }
        finally
        {
            slot.Leave(clean);
        }
    }
}

/// <summary>How a round ended; how the moves ended stands in their rows.</summary>
internal sealed record RoundEnd
{
    /// <summary>A heartbeat came back, and the rest was not sent any more.</summary>
    public bool IsHostBack { get; init; }

    /// <summary>The order to end the recovery, as a sentence; <see langword="null"/> = there was none.</summary>
    public string? Abort { get; init; }

    /// <summary>False when no other compute host could take an instance as the round began.</summary>
    public bool HadDestinations { get; init; }

    /// <summary>From the opening of the gate to the end of the last move.</summary>
    public TimeSpan Lasted { get; init; }
}
