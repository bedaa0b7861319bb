using System.Text.Json;
using Masakari.Tests.Certainty;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>Looks at the reserved hosts: none is the target of two failed hosts, and what takes nothing is given back.</summary>
internal sealed class SpareInspector(MasakariScenario masakari, StoryTruth truth, StoryPlan plan, Findings findings)
{
    private readonly Lock gate = new();
    private readonly List<(string Server, string Source, string Spare)> targeted = [];

    /// <summary>An evacuate of ours is on its way to Nova.</summary>
    /// <param name="path">With the id of the server.</param>
    /// <param name="body">With the target, if there is one.</param>
    public void Note(string path, string body)
    {
        using var json = JsonDocument.Parse(body);
        if (!json.RootElement.TryGetProperty("evacuate", out var wish) || !wish.TryGetProperty("host", out var host)) return;
        if (host.GetString() is not { } spare || path.Split('/') is not [.., var id, "action"]) return;
        if (masakari.Cloud.FindServer(id) is not { } server) return;   // just deleted: Nova answers 404
        lock (gate)
        {
            targeted.RemoveAll(one => one.Server == server.Name && one.Source != server.Host);   // it has landed elsewhere since
            if (targeted.Find(one => one.Spare == spare && one.Source != server.Host && IsThere(one)) is { Server: { } other } first)
                findings.Note(Invariant.SpareOfOne, $"{spare} has {other} of {first.Source}, and shall take {server.Name} of {server.Host}");
            targeted.Add((server.Name, server.Host, spare));
        }
    }

    public async Task LookBackAsync()
    {
        foreach (var spare in plan.Spares.Where(IsUntouched))
        {
            var (host, (reserved, _)) = (masakari.Cloud.Host(spare), await masakari.SpareAsync(spare));
            if ((reserved, host.IsDisabled, host.DisabledReason) != (true, true, StoryPlan.SpareReason))
                findings.Note(Invariant.SpareGivenBack, $"{spare} has taken nothing: reserved {reserved}, disabled {host.IsDisabled}, '{host.DisabledReason}'");
        }
    }

    /// <summary>It is on the spare, or on its way to it, also when Nova's scheduler has not looked at it yet.</summary>
    private bool IsThere((string Server, string Source, string Spare) one) =>
        masakari.Cloud.FindServer(one.Server)?.Host == one.Spare
        || masakari.Cloud.AllEvacuations().Any(e =>
            e.Server == one.Server && (e.Destination ?? one.Spare) == one.Spare && e.Status is "accepted" or "pre-migrating");

    /// <summary>Nothing has landed or may land there, nobody else has changed it, and it has always lived.</summary>
    private bool IsUntouched(string spare) =>
        truth.Reports.All(report => report.End is not null && report.Host != spare)
        && !truth.Reasons.ContainsKey(spare) && !truth.Returned.Contains(spare) && !truth.ForcedDown.ContainsKey(spare)
        && truth.Failures.All(failure => failure.Host != spare)
        && masakari.Cloud.AllEvacuations().All(e => e.Destination != spare || e.Status is "failed" or "error");
}
