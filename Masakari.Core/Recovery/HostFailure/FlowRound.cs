using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Spares;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Makes one attempt at each move in the way of the flow: anywhere, or to one spare after the other. What one spare does not take goes to the
/// next one at once. When the flow before found no room, its way is tried too: room may be there by now.
/// </summary>
internal sealed class FlowRound
{
    private readonly EvacuationRound round;
    private readonly SpareSupply supply;
    private readonly SpareReturn returns;
    private readonly SpareJournal spares;
    private readonly MoveJournal moves;

    public FlowRound(EvacuationRound round, SpareSupply supply, SpareReturn returns, SpareJournal spares, MoveJournal moves) =>
        (this.round, this.supply, this.returns, this.spares, this.moves) = (round, supply, returns, spares, moves);

    public async Task<RoundEnd> RunAsync(
        RecoveryContext context, IReadOnlyList<MoveJournalEntry> open, HostWatch.Vigil vigil, CancellationToken ct)
    {
        if (!context.Flow.UsesSpares) return await round.RunAsync(context, open, vigil, ct);
        var turn = new Turn(this, context, vigil, open);
        if (!context.Flow.ToSpares) await turn.AnywhereAsync(ct);
        await turn.ToSparesAsync(ct);
        if (context.Flow is { ToSpares: true, TriesBothWays: true }) await turn.AnywhereAsync(ct);
        return turn.End();
    }

    /// <summary>One round over all ways of a flow.</summary>
    private sealed class Turn(FlowRound outer, RecoveryContext context, HostWatch.Vigil vigil, IReadOnlyList<MoveJournalEntry> open)
    {
        private readonly SpareCycle cycle = new();
        private readonly Dictionary<Guid, MoveEnded> ends = [];
        private IReadOnlyList<MoveJournalEntry> rest = open;
        private TimeSpan lasted;
        private WatchEnd? stop;

        private bool IsOver => stop is not null || rest.Count == 0;

        public async Task AnywhereAsync(CancellationToken ct)
        {
            if (!IsOver) await TakeInAsync(await outer.round.RunAsync(context, rest, vigil, ct), ct);
        }

        public async Task ToSparesAsync(CancellationToken ct)
        {
            await outer.spares.AdoptAsync(context.Claim, context.Host.Uuid, ct);
            await outer.returns.FinishAsync(context.Claim, context.Host.Name, ct);
            while (!IsOver)
            {
                // No spare is taken for a host that is back, nor after an abort.
                if ((stop = await vigil.WhyNotSendAsync(ct)) is not null) return;
                if (await outer.supply.NextAsync(context, cycle, ct) is not { } spare) return;
                var end = await outer.round.RunAsync(context.AimedAt(spare), rest, vigil, ct);
                await TakeInAsync(end, ct);
                if (rest.Count > 0) await outer.supply.RefuseAsync(context, cycle, new(spare, WhyNot(end)));
            }
        }

        public RoundEnd End()
        {
            if (stop is null && rest.Count > 0 && !cycle.HasAny && !context.Flow.TriesBothWays) stop = WatchEnd.Of(NoSpare());
            return RoundEnd.Of(stop) with
            {
                HadDestinations = rest.All(move => ends.ContainsKey(move.VMove)),
                RefusedSpares = [.. cycle.Refusals.Select(refusal => refusal.ToString())],
                Ends = [.. ends.Values],
                Lasted = lasted,
            };
        }

        private async Task TakeInAsync(RoundEnd end, CancellationToken ct)
        {
            (stop, lasted) = (end.Stop, lasted + end.Lasted);
            foreach (var one in end.Ends) ends[one.Move.VMove] = one;
            var ids = rest.Select(move => move.VMove).ToHashSet();
            var now = await outer.moves.ListAsync(context.Notification.Uuid, ct);
            rest = [.. now.Where(move => ids.Contains(move.VMove) && !move.IsOver && !move.GivenUp)];
        }

        private TaskOutcome NoSpare() => TaskOutcome.NoSpare(
            $"Segment {context.Host.Segment.Name} has no reserved host for the instances of host {context.Host.Name}. Reserve a host and report "
            + $"{context.Host.Name} again.");
    }

    private static string WhyNot(RoundEnd end)
    {
        if (end.LostTarget is { } lost) return lost;
        if (!end.HadDestinations) return "its nova-compute is not enabled and up";
        var failed = end.Ends.Where(one => one.End.Status == VMoveStatus.Failed).ToList();
        return failed.Count == 0 ? "not all instances were sent" : $"{failed.Count} of the instances failed: {failed[0].End.Message?.TrimEnd('.')}";
    }
}
