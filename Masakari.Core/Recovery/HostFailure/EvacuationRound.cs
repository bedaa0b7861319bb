using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Spares;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Begins the moves of a host in their order, at most as many at the same time as the gate admits, and waits for all of them. Before each
/// move the host must be dead still.
/// </summary>
internal sealed class EvacuationRound(
    INova nova, EvacuationGates gates, MoveQueue queue, InstanceMove moves, SpareWatch spares, WaitOptions waits, TimeProvider clock)
{
    /// <summary>Makes one attempt at each move.</summary>
    public async Task<RoundEnd> RunAsync(
        RecoveryContext context, IReadOnlyList<MoveJournalEntry> open, HostWatch.Vigil vigil, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var target = context.Flow.Target;
        var gate = await gates.OpenAsync(context.Host.Name, target, open.Count, ct);
        if (open.Count > 0 && !gate.HasDestinations) return RoundEnd.NoDestination;
        await using var share = await gates.ShareAsync(context.Claim, gate, target, ct);
        var underWay = new List<Task<MoveEnded>>();
        var source = new SourceView(nova, context.Host.Name, vigil, waits.VerifyInterval, clock);
        RoundEnd end;
        try
        {
            end = await BeginAllAsync(context, queue.TakeAsync(context.Claim, open, ct), vigil, source, gate, underWay, ct);
            await vigil.KeepDisabledUntilAsync(Task.WhenAll(underWay), ct);
        }
        finally
        {
            await EndAsync(context.Claim, underWay, ct);
        }
        return end with { Lasted = clock.GetElapsedTime(began), Ends = await Task.WhenAll(underWay) };
    }

    private async Task<RoundEnd> BeginAllAsync(
        RecoveryContext context, IAsyncEnumerable<MoveJournalEntry> open, HostWatch.Vigil vigil, SourceView source, EvacuationGate gate,
        List<Task<MoveEnded>> underWay, CancellationToken ct)
    {
        await foreach (var move in open)
        {
            if (await EnterAsync(context.Claim, gate, vigil, ct) is not { } slot) break;
            if (await LookAsync(context, vigil, source, slot, ct) is { } stop) return RoundEnd.Of(stop);
            if (await WhyNoTargetAsync(context, slot, ct) is { } why) return RoundEnd.WithoutTarget(why);
            underWay.Add(MoveAsync(context, source, source.Show(move, waits), slot, ct));
            await gates.StaggerAsync(ct);
        }
        return await queue.AbortOfAsync(context.Claim, ct) is { } order ? RoundEnd.Of(WatchEnd.Of(TaskOutcome.Abort(order))) : RoundEnd.AllBegun;
    }

    /// <summary>Waits for a place in the gate. That may take long: other recoveries may have all that the destinations take.</summary>
    /// <returns><see langword="null"/> = the operator has aborted the notification meanwhile.</returns>
    private async Task<EvacuationSlot?> EnterAsync(ClaimSet claim, EvacuationGate gate, HostWatch.Vigil vigil, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var entering = gates.EnterAsync(gate, over.Token);
        if (entering.IsCompleted) return await entering;
        var aborted = queue.UntilAbortedAsync(claim, over.Token);
        EvacuationSlot? slot = null;
        try
        {
            await vigil.LookOnUntilAsync(Task.WhenAny(entering, aborted), ct);
            if (entering.IsCompleted) slot = await entering;
            else await aborted;
            return slot;
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAny(aborted);   // its failure was given on, or is of no interest any more
            if (slot is null) await LeaveAsync(entering);
        }
    }

    /// <summary>The place may have become free at the last moment.</summary>
    private static async Task LeaveAsync(Task<EvacuationSlot> entering)
    {
        try
        {
            (await entering).Leave();
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
    }

    /// <summary>A lost claim and a stop of the service leave the moves open for the next owner.</summary>
    private async Task EndAsync(ClaimSet claim, List<Task<MoveEnded>> underWay, CancellationToken ct)
    {
        try
        {
            await Task.WhenAll(underWay);
        }
        finally
        {
            if (!ct.IsCancellationRequested && !claim.IsLost) await queue.CloseAsync(claim);
        }
    }

    /// <summary>Looks at the host before each move; the slot goes back when the move will not be made.</summary>
    /// <returns><see langword="null"/> = the move may be made.</returns>
    private static async Task<WatchEnd?> LookAsync(
        RecoveryContext context, HostWatch.Vigil vigil, SourceView source, EvacuationSlot slot, CancellationToken ct)
    {
        var may = false;
        try
        {
            while (!may)
            {
                if (await vigil.WhyNotSendAsync(ct) is { } stop) return stop;
                may = await context.Outage.TryAsync(() => source.RefreshAsync(ct), ct);   // else the look at the host has grown old
            }
            return null;
        }
        finally
        {
            if (!may) slot.Leave();
        }
    }

    /// <summary>Asked before each move; the slot goes back when the move will not be made.</summary>
    private async Task<string?> WhyNoTargetAsync(RecoveryContext context, EvacuationSlot slot, CancellationToken ct)
    {
        string? why = null;
        var hasLooked = false;
        try
        {
            while (!hasLooked)
                hasLooked = await context.Outage.TryAsync(async () => why = await spares.WhyNotAsync(context.Flow.Target, ct), ct);
            return why;
        }
        finally
        {
            if (!hasLooked || why is not null) slot.Leave();
        }
    }

    private async Task<MoveEnded> MoveAsync(
        RecoveryContext context, SourceView source, MoveView listed, EvacuationSlot slot, CancellationToken ct)
    {
        try
        {
            var run = moves.RunAsync(context, source, listed, slot, ct);
            await Task.WhenAll(context.Progress.ReportAsync(0.5, $"Evacuation of instance started: {listed.Journal.Instance}"), run);
            return new MoveEnded(listed.Journal, await run);
        }
        finally
        {
            slot.Leave();
        }
    }
}

/// <summary>How a round ended; how the moves ended stands in their rows.</summary>
internal sealed record RoundEnd
{
    /// <summary>No other compute host can take an instance: no move was begun.</summary>
    public static RoundEnd NoDestination { get; } = new() { HadDestinations = false };

    /// <summary>Every move was begun.</summary>
    public static RoundEnd AllBegun { get; } = new();

    /// <summary>Why the rest was not sent any more; <see langword="null"/> = every move was begun.</summary>
    public WatchEnd? Stop { get; private init; }

    /// <summary>False when no other compute host could take an instance as the round began.</summary>
    public bool HadDestinations { get; init; } = true;

    /// <summary>The spares that take no more instances, each with the reason.</summary>
    public IReadOnlyList<string> RefusedSpares { get; init; } = [];

    /// <summary>Why the target takes no more instances, as a part of a sentence; <see langword="null"/> = every move was begun.</summary>
    public string? LostTarget { get; private init; }

    /// <summary>The end of a round whose target fell away.</summary>
    public static RoundEnd WithoutTarget(string why) => new() { LostTarget = why };

    /// <summary>How the moves ended that were begun.</summary>
    public IReadOnlyList<MoveEnded> Ends { get; init; } = [];

    /// <summary>From the opening of the gate to the end of the last move.</summary>
    public TimeSpan Lasted { get; init; }

    public static RoundEnd Of(WatchEnd? stop) => new() { Stop = stop };
}
