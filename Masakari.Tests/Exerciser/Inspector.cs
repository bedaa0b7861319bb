using Dapper;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>Looks at the cloud whenever everything waits, and at the notifications every few seconds; collects what is broken.</summary>
internal sealed class Inspector(MasakariScenario masakari, StoryTruth truth, TimeSpan silence)
{
    private static readonly TimeSpan NotificationLook = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly HashSet<Violation> found = [];
    private readonly HashSet<string> stranded = [];
    private readonly HashSet<string> losers = [];
    private Dictionary<string, string> held = [];
    private readonly List<(string Owner, string Call)> changes = [];
    private readonly HashSet<ScenarioLife> watched = [];
    private readonly Dictionary<string, string> owners = [];
    private int evacuationsSeen;
    private int changesSeen;
    private DateTimeOffset nextLook;

    public List<Violation> Violations { get; } = [];

    /// <summary>Notes which controller changes what in Nova.</summary>
    public void Watch(ScenarioLife life)
    {
        if (!watched.Add(life)) return;
        var owner = life.Get<ClaimOwner>().Text;
        lock (gate) owners[owner] = owner;
        life.Network.Leaving = request =>
        {
            var path = request.RequestUri!.AbsolutePath;
            if (request.Method == HttpMethod.Get || path.StartsWith("/identity", StringComparison.Ordinal)) return;
            if (IsUnlock(request)) return;   // the sweeps take forgotten locks off without a claim
            lock (gate) changes.Add((owner, path));
        };
    }

    public async Task LookAsync()
    {
        LookAtEvacuations();
        LookAtSettings();
        await LookAtOwnersAsync();
        if (masakari.Clock.GetUtcNow() < nextLook) return;
        nextLook = masakari.Clock.GetUtcNow() + NotificationLook;
        await LookAtReportsAsync();
    }

    /// <summary>What must hold when all is over.</summary>
    public async Task LookBackAsync()
    {
        await LookAtReportsAsync();
        foreach (var report in truth.Reports.Where(report => report.End is null))
            Note(Invariant.Ends, $"the recovery of {report.Host} has not ended");
        foreach (var server in truth.Servers.Select(masakari.Cloud.Server).Where(s => s.IsLocked && !truth.LockedByOwner.Contains(s.Name)))
            Note(Invariant.Unlocked, $"{server.Name} is locked at the end");
        var finished = truth.Reports.Count > 0 && truth.Reports.All(report => report.End == "finished");
        foreach (var server in truth.Servers.Select(masakari.Cloud.Server).Where(_ => finished))
            LookAtState(server);
    }

    private static bool IsUnlock(HttpRequestMessage request)
    {
        if (request.Content is not { } content) return false;
        using var body = new StreamReader(content.ReadAsStream(), leaveOpen: true);
        var text = body.ReadToEnd();
        body.BaseStream.Position = 0;
        return text.Contains("\"unlock\"", StringComparison.Ordinal);
    }

    private void LookAtState(ServerSnapshot server)
    {
        if (masakari.Cloud.AllEvacuations().Any(e => e.Server == server.Name && e.ByHand)) return;
        if (!truth.Reports.Any(report => report.Servers.Contains(server.Name))) return;
        // What stayed on a host that is back is not started yet, nor what was off there and moved after a second death.
        if (truth.Returned.Contains(server.Host) || truth.LeftOff.Contains(server.Name)) return;
        var wanted = truth.WantedStates[server.Name];
        if ((server.VmState, server.TaskState) != (wanted, null))
            Note(Invariant.WantedState, $"{server.Name} is {server.VmState}/{server.TaskState ?? "-"}, wanted {wanted}");
    }

    private void LookAtEvacuations()
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
        if (e.IsSecond) Note(Invariant.EvacuatedOnce, $"a second evacuation of {e.Server} was begun");
        if (IsUnheardYet(e)) return;
        if (e.SourceLived && !IsConfirmedUnheard(e)) Note(Invariant.Evidence, $"evacuated a living host: {seen}");
        else if (!IsProved(e, silent) && silent + TimeSpan.FromSeconds(1) < silence)
        {
            var isOld = truth.Returned.Contains(e.Source) || truth.ForcedDown.ContainsKey(e.Source);
            Note(isOld ? Invariant.FreshEvidence : Invariant.Evidence, $"evacuated too early: {seen}, wanted {silence.TotalSeconds} s");
        }
    }

    /// <summary>The operator said that the host is dead, and Nova has not heard it since: in an outage nobody can see that it is back.</summary>
    private bool IsConfirmedUnheard(EvacuationSnapshot e) =>
        truth.Returned.Contains(e.Source) && truth.ConfirmedDown.TryGetValue(e.Source, out var word) && word >= e.LastHeartbeat;

    /// <summary>It came back in an outage that was so young that nobody could have noticed either.</summary>
    private bool IsUnheardYet(EvacuationSnapshot e) =>
        truth.Returned.Contains(e.Source)
        && truth.Outages.Any(at => at >= e.LastHeartbeat && at <= e.AcceptedAt && e.AcceptedAt - at <= StoryPlan.DeafAfter);

    /// <summary>A word that is younger than the last heartbeat, or a flag under which no heartbeat came for some time.</summary>
    private bool IsProved(EvacuationSnapshot e, TimeSpan silent)
    {
        if (truth.ConfirmedDown.TryGetValue(e.Source, out var word) && word >= e.LastHeartbeat) return true;
        if (!e.WasForcedDown) return false;
        return silent >= StoryPlan.ForcedDownSettle || (truth.ForcedDown.TryGetValue(e.Source, out var flag) && flag >= e.LastHeartbeat);
    }

    private void LookAtSettings()
    {
        foreach (var (host, reason) in truth.Reasons)
        {
            if (masakari.Cloud.Host(host) is var seen && (seen.IsDisabled, seen.DisabledReason) != (true, reason))
                Note(Invariant.SettingsStay, $"the operator's disable of {host} is undone: {seen.IsDisabled}, '{seen.DisabledReason}'");
        }
        foreach (var host in truth.ForcedDown.Keys.Where(host => !masakari.Cloud.Host(host).IsForcedDown))
            Note(Invariant.SettingsStay, $"the operator's forced_down of {host} is undone");
        foreach (var name in truth.LockedByOwner.Except(truth.Deleted).Where(name => !masakari.Cloud.Server(name).IsLocked))
            Note(Invariant.SettingsStay, $"{name} was unlocked, and its owner had locked it");
    }

    /// <summary>A change by a controller whose claim another one holds now, while it holds none itself.</summary>
    private async Task LookAtOwnersAsync()
    {
        List<(string Owner, string Call)> news;
        lock (gate)
        {
            news = [.. changes.Skip(changesSeen)];
            changesSeen = changes.Count;
        }
        if (owners.Count < 2) return;
        await using var connection = await masakari.Life.Get<Database>().OpenAsync(default);
        const string Look = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'recovery_claims'";
        if (await connection.ExecuteScalarAsync<long>(Look) == 0) return;   // lost for the moment
        var claims = (await connection.QueryAsync<(string Subject, string Owner)>(
            "SELECT subject, owner FROM recovery_claims WHERE owner <> ''")).ToDictionary(claim => claim.Subject, claim => claim.Owner);
        var takenFrom = held.Where(former => claims.TryGetValue(former.Key, out var now) && now != former.Value && owners.ContainsKey(now))
            .Select(former => former.Value).Except(claims.Values).ToHashSet();
        losers.UnionWith(takenFrom);
        losers.ExceptWith(claims.Values);
        held = claims;
        foreach (var change in news.Where(change => losers.Contains(change.Owner)))
            Note(Invariant.NoStaleOwner, $"a change by an owner whose work was taken over: {change.Call}");
    }

    private async Task LookAtReportsAsync()
    {
        foreach (var report in truth.Reports.Where(report => report.End is null))
        {
            if (await StatusAsync(report) is not { } status || !NotificationLifecycle.IsFinal(status)) continue;
            report.End = status.ToText();
            if (report.Lived || report.Aborted || report.Servers.Any(IsOnItsWayToADeadHost)) continue;
            if (status != NotificationStatus.Failed) LookForTheLeft(report);
            else if (!report.Servers.Except(truth.Deleted).Any(name => IsOnAnotherDeadHost(name, report)))
                Note(Invariant.NotGivenUp, $"the recovery of {report.Host} was given up");
        }
    }

    /// <summary>
    /// Its destination died before it landed, or before it began and was shown: Nova keeps that evacuation open, and only an operator can
    /// tell.
    /// </summary>
    private bool IsOnItsWayToADeadHost(string server) => stranded.Contains(server);

    /// <summary>It landed on a host that has died since, and is not stopped before that host is back.</summary>
    private bool IsOnAnotherDeadHost(string server, StoryReport report)
    {
        var host = masakari.Cloud.Server(server).Host;
        return host != report.Host && !masakari.Cloud.Host(host).IsAlive;
    }

    private bool IsStranded(EvacuationSnapshot e) =>
        e.Status is "accepted" or "pre-migrating" && e.Destination is { } host && !masakari.Cloud.Host(host).IsAlive;

    private void LookForTheLeft(StoryReport report)
    {
        var open = masakari.Cloud.AllEvacuations().Where(e => e.Status is "accepted" or "pre-migrating");
        var moving = open.Select(e => e.Server).ToHashSet();
        var settled = report.Servers.Except(truth.Deleted).Except(moving);
        foreach (var name in settled.Where(name => masakari.Cloud.Server(name).Host == report.Host))
            Note(Invariant.NothingLeft, $"{name} was left on {report.Host} under {report.End}");
    }

    /// <summary>Null: the table is away at the moment.</summary>
    private async Task<NotificationStatus?> StatusAsync(StoryReport report)
    {
        try
        {
            return (await masakari.FindAsync(report.Notification)).Status;
        }
        catch (Exception away) when (away.Message.Contains("no such table", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private void Note(Invariant invariant, string text)
    {
        var violation = new Violation(invariant, text);
        if (found.Add(violation)) Violations.Add(violation);
    }
}
