using Dapper;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>Looks at the cloud whenever everything waits, and at the notifications every few seconds; collects what is broken.</summary>
internal sealed class Inspector(MasakariScenario masakari, StoryTruth truth, StoryPlan plan)
{
    private static readonly TimeSpan NotificationLook = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Findings findings = new();
    private readonly HashSet<string> losers = [];
    private Dictionary<string, string> held = [];
    private readonly List<(string Owner, string Call)> changes = [];
    private readonly HashSet<ScenarioLife> watched = [];
    private readonly Dictionary<string, string> owners = [];
    private int changesSeen;
    private DateTimeOffset nextLook;

    public List<Violation> Violations => findings.Violations;

    private EvacuationInspector Evacuations => field ??= new(masakari, truth, plan, findings);

    private GuestInspector Guests => field ??= new(masakari, truth, Evacuations, findings);

    private SpareInspector Spares => field ??= new(masakari, truth, plan, findings);

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
            var body = BodyOf(request);
            if (body.Contains("\"unlock\"", StringComparison.Ordinal)) return;   // the sweeps take forgotten locks off without a claim
            if (body.Contains("\"evacuate\"", StringComparison.Ordinal)) Spares.Note(path, body);
            lock (gate) changes.Add((owner, path));
        };
    }

    public async Task LookAsync()
    {
        Evacuations.Look();
        LookAtSettings();
        Guests.Look();
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
            Note(Invariant.Ends, $"{report} has not ended");
        foreach (var server in truth.Servers.Select(masakari.Cloud.Server).Where(s => s.IsLocked && !truth.LockedByOwner.Contains(s.Name)))
            Note(Invariant.Unlocked, $"{server.Name} is locked at the end");
        var finished = truth.HostReports.Any() && truth.HostReports.All(report => report.End == "finished");
        foreach (var server in truth.Servers.Select(masakari.Cloud.Server).Where(_ => finished))
            LookAtState(server);
        Guests.LookBack();
        await Spares.LookBackAsync();
    }

    private static string BodyOf(HttpRequestMessage request)
    {
        if (request.Content is not { } content) return "";
        using var body = new StreamReader(content.ReadAsStream(), leaveOpen: true);
        var text = body.ReadToEnd();
        body.BaseStream.Position = 0;
        return text;
    }

    private void LookAtState(ServerSnapshot server)
    {
        if (masakari.Cloud.AllEvacuations().Any(e => e.Server == server.Name && e.ByHand)) return;
        if (!truth.HostReports.Any(report => report.Servers.Contains(server.Name)) || Guests.IsUnclear(server.Name)) return;
        var wanted = truth.WantedStates[server.Name];
        if ((server.VmState, server.TaskState) != (wanted, null))
            Note(Invariant.WantedState, $"{server.Name} is {server.VmState}/{server.TaskState ?? "-"}, wanted {wanted}");
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
            if (await FindAsync(report) is not { } seen || !NotificationLifecycle.IsFinal(seen.Status)) continue;
            (report.End, report.Message) = (seen.Status.ToText(), seen.Message);
            if (report is HostReport { Lived: false, Aborted: false } host && !host.Servers.Any(Evacuations.IsOnItsWayToADeadHost))
                LookAtEnd(host, seen.Status);
        }
    }

    private void LookAtEnd(HostReport report, NotificationStatus status)
    {
        if (status != NotificationStatus.Failed) LookForTheLeft(report);
        // With this method alone the spares may be too few.
        else if (plan.Method != "reserved_host" && !report.Servers.Except(truth.Deleted).Any(name => IsOnAnotherDeadHost(name, report)))
            Note(Invariant.NotGivenUp, $"the recovery of {report.Host} was given up");
    }

    /// <summary>It landed on a host that has died since, and is not stopped before that host is back.</summary>
    private bool IsOnAnotherDeadHost(string server, HostReport report)
    {
        var host = masakari.Cloud.Server(server).Host;
        return host != report.Host && !masakari.Cloud.Host(host).IsAlive;
    }

    private void LookForTheLeft(HostReport report)
    {
        var open = masakari.Cloud.AllEvacuations().Where(e => e.Status is "accepted" or "pre-migrating");
        var moving = open.Select(e => e.Server).ToHashSet();
        var settled = report.Servers.Except(truth.Deleted).Except(moving);
        foreach (var name in settled.Where(name => masakari.Cloud.Server(name).Host == report.Host))
            Note(Invariant.NothingLeft, $"{name} was left on {report.Host} under {report.End}");
    }

    /// <summary>Null: the table is away at the moment.</summary>
    private async Task<Notification?> FindAsync(StoryReport report)
    {
        try
        {
            return await masakari.FindAsync(report.Notification);
        }
        catch (Exception away) when (away.Message.Contains("no such table", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private void Note(Invariant invariant, string text) => findings.Note(invariant, text);
}
