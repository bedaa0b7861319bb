using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>Looks at each evacuation that Nova has accepted: whether there was evidence for it, and whether it was the only one.</summary>
internal sealed class EvacuationInspector(MasakariScenario masakari, StoryTruth truth, StoryPlan plan, Findings findings)
{
    /// <summary>The pause between two looks.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Nova shows a heartbeat and its own time in whole seconds: a word and a heartbeat this close have no order.</summary>
    private static readonly TimeSpan WholeSeconds = TimeSpan.FromSeconds(3);

    private readonly HashSet<string> stranded = [];
    private int evacuationsSeen;

    public void Look()
    {
        if (masakari.Cloud.CountCalls("evacuate") == 0) return;
        var all = masakari.Cloud.AllEvacuations();
        stranded.UnionWith(all.Where(IsStranded).Select(e => e.Server));
        foreach (var evacuation in all.Skip(evacuationsSeen).Where(e => !e.ByHand))
            Judge(evacuation);
        evacuationsSeen = all.Count;
    }

    private void Judge(EvacuationSnapshot e)
    {
        var silent = e.AcceptedAt - e.LastHeartbeat;
        var seen = $"{e.Server} of {e.Source} {silent.TotalSeconds:0.#} s after the last heartbeat";
        if (e.IsSecond) findings.Note(Invariant.EvacuatedOnce, $"a second evacuation of {e.Server} was begun");
        if (IsUnheardYet(e)) return;
        if (e.SourceLived && !IsConfirmedUnheard(e)) findings.Note(Invariant.Evidence, $"evacuated a living host: {seen}");
        else if (!IsProved(e, silent) && silent + BetweenLooks + Hidden(e) < plan.Silence)
        {
            var isOld = truth.Returned.Contains(e.Source) || truth.ForcedDown.ContainsKey(e.Source);
            findings.Note(isOld ? Invariant.FreshEvidence : Invariant.Evidence, $"evacuated too early: {seen}, wanted {plan.Silence.TotalSeconds} s");
        }
    }

    /// <summary>
    /// Nova shows one time for a heartbeat and for a change of the record: of the two between the same looks, the change hides the heartbeat.
    /// </summary>
    private static TimeSpan Hidden(EvacuationSnapshot e) =>
        e.WrittenAt is { } written && (written - e.LastHeartbeat).Duration() < BetweenLooks ? StoryPlan.ReportInterval : TimeSpan.Zero;

    /// <summary>The operator said that the host is dead, and Nova has not heard it since: in an outage nobody can see that it is back.</summary>
    private bool IsConfirmedUnheard(EvacuationSnapshot e) => truth.Returned.Contains(e.Source) && IsConfirmed(e);

    private bool IsConfirmed(EvacuationSnapshot e) =>
        truth.ConfirmedDown.TryGetValue(e.Source, out var word) && word + WholeSeconds >= e.LastHeartbeat;

    /// <summary>It came back in an outage that was so young that nobody could have noticed either.</summary>
    private bool IsUnheardYet(EvacuationSnapshot e) =>
        truth.Returned.Contains(e.Source)
        && truth.Outages.Any(at => at >= e.LastHeartbeat && at <= e.AcceptedAt && e.AcceptedAt - at <= StoryPlan.DeafAfter);

    /// <summary>A word that is younger than the last heartbeat, or a flag under which no heartbeat came for some time.</summary>
    private bool IsProved(EvacuationSnapshot e, TimeSpan silent)
    {
        if (IsConfirmed(e)) return true;
        if (!e.WasForcedDown && !WasForcedDownAtTheLastLook(e)) return false;
        return silent + Hidden(e) >= StoryPlan.ForcedDownSettle || (truth.ForcedDown.TryGetValue(e.Source, out var flag) && flag >= e.LastHeartbeat);
    }

    private bool WasForcedDownAtTheLastLook(EvacuationSnapshot e) =>
        truth.ForcedDownUntil.TryGetValue(e.Source, out var until) && until <= e.AcceptedAt && e.AcceptedAt - until < BetweenLooks;

    /// <summary>
    /// Its destination died before it landed, or before it began and was shown: Nova keeps that evacuation open, and only an operator can
    /// tell.
    /// </summary>
    public bool IsOnItsWayToADeadHost(string server) => stranded.Contains(server);

    private bool IsStranded(EvacuationSnapshot e) =>
        e.Status is "accepted" or "pre-migrating" && e.Destination is { } host && !masakari.Cloud.Host(host).IsAlive;
}
