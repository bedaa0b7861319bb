using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>Looks at the guests: those that crashed, those whose host was back, and that nobody acts on one that is on its way.</summary>
internal sealed class GuestInspector(MasakariScenario masakari, StoryTruth truth, EvacuationInspector evacuations, Findings findings)
{
    /// <summary>A host that was away for so long has missed heartbeats by Nova's records.</summary>
    private static readonly TimeSpan LongAway = TimeSpan.FromSeconds(20);

    public void Look()
    {
        foreach (var name in truth.Servers.Where(name => masakari.Cloud.Server(name).PoweredInMove))
            findings.Note(Invariant.OneDeedAtATime, $"{name} was stopped or started while it was evacuated");
    }

    public void LookBack()
    {
        foreach (var (name, crash) in truth.Crashes.Where(one => IsToRun(one.Key, one.Value.Host, one.Value.At)))
            LookAt(name, crash);
        foreach (var (name, report, at) in truth.LeftOff.Where(one => IsToRun(one.Server, one.Report.Host, one.At) && !HasCrashedSince(one.Server, one.At)))
            LookAtLeftOff(name, report, at);
        // A build that began on a host which then died has left it active in Nova: it has not landed, so nobody can stop it.
        foreach (var name in truth.StoppedByOwner.Except(truth.Deleted).Where(
            one => Runs(one) && !evacuations.IsOnItsWayToADeadHost(one) && !IsLeftToTheOperator(one)))
            findings.Note(Invariant.StaysStopped, $"{name} was started on {masakari.Cloud.Server(name).Host}, and its owner had stopped it");
    }

    /// <summary>Whether the crash of a guest tells nothing about the state in which a later recovery of its host finds it.</summary>
    public bool IsUnclear(string server) =>
        truth.Crashes.TryGetValue(server, out var crash) && (crash.Report is not { Aborted: false, End: "finished" } || crash.Report.Message is not null);

    private void LookAt(string name, GuestCrash crash)
    {
        if (crash.Report is not { End: not null, Aborted: false } report || Runs(name)) return;
        if (report.Message is { } why && !IsLeftToALivingHost(report, why)) return;
        findings.Note(Invariant.GuestRuns, $"{name} does not run: {State(name)}, {report.End}, '{report.Message}'");
    }

    /// <summary>The message promises that the recovery of the host brings the guest back.</summary>
    private bool IsLeftToALivingHost(GuestReport report, string why) =>
        why.StartsWith("Left to notification", StringComparison.Ordinal)
        && !truth.HostReports.Any(host => host.Host == report.Host && (host.Aborted || host.Message?.Contains(report.Server) == true));

    private void LookAtLeftOff(string name, HostReport report, DateTimeOffset at)
    {
        if (report.Aborted || report.End is null || report.Message?.Contains(name) == true || IsAboutAll(report) || Runs(name)) return;
        var died = truth.Failures.Where(failure => failure.Host == report.Host && failure.At < at).Max(failure => failure.At);
        if (at - died < LongAway) return;
        findings.Note(Invariant.ReturnedGuestRuns, $"{name} was left off on {report.Host}: {State(name)}, {report.End}, '{report.Message}'");
    }

    /// <summary>
    /// A recovery without a spare ends at once, also when the host is back a moment later. Its message speaks of all instances of the host.
    /// </summary>
    private static bool IsAboutAll(HostReport report) =>
        report.Message?.Contains("has no reserved host for the instances of", StringComparison.Ordinal) == true;

    /// <summary>
    /// It is still there, its owner wants it to run, its host has not failed since, and no operator has evacuated it from a living host that
    /// Nova called down: that ends in an error.
    /// </summary>
    private bool IsToRun(string name, string host, DateTimeOffset since) =>
        !truth.Deleted.Contains(name) && truth.WantedStates[name] == "active" && masakari.Cloud.Server(name).Host == host
        && !truth.HasFailedSince(host, since)
        && !masakari.Cloud.AllEvacuations().Any(one => one.ByHand && one.Server == name && one.AcceptedAt >= since);

    /// <summary>After an abort nothing is sent any more: what Nova starts as it evacuates it in error is not stopped, either.</summary>
    private bool IsLeftToTheOperator(string name) => truth.HostReports.Any(report => report.Aborted && report.Servers.Contains(name));

    /// <summary>Another failure, with a report and rules of its own.</summary>
    private bool HasCrashedSince(string name, DateTimeOffset moment) => truth.Crashes.TryGetValue(name, out var crash) && crash.At >= moment;

    private bool Runs(string name) => masakari.Cloud.Server(name) is { VmState: "active", TaskState: null, GuestRuns: true };

    private string State(string name) =>
        masakari.Cloud.Server(name) is var server ? $"{server.VmState}/{server.TaskState ?? "-"}/{(server.GuestRuns ? "on" : "off")}" : "";
}
