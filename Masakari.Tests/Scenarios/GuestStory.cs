using System.Net.Http.Json;
using System.Text.Json;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>The words of the scenarios about crashed guests.</summary>
internal static class GuestStory
{
    /// <summary>Guests are recovered whatever their owners say.</summary>
    public const string AllGuests = "[instance_failure]\nprocess_all_instances = true\n";

    public static readonly IReadOnlyDictionary<string, string> HaEnabled = new Dictionary<string, string> { ["HA_Enabled"] = "True" };

    /// <summary>A server on c1 in this state; all guests are recovered.</summary>
    public static Task<MasakariScenario> BeginAsync(
        string vmState, string? taskState = null, int? powerState = null, bool locked = false, string conf = AllGuests) =>
        SmallCloud.StartAsync(cloud => cloud.AddServer("c1", "vm1", vmState, taskState: taskState, powerState: powerState, locked: locked), conf);

    /// <summary>Reports a guest of c1, as the instance monitor would.</summary>
    public static Task<Guid> ReportGuestAsync(
        this MasakariScenario masakari, string server, string @event = "LIFECYCLE", string detail = "STOPPED_FAILED", string host = "c1") =>
        masakari.NotifyAsync("VM", host, new Dictionary<string, string>
        {
            ["event"] = @event, ["instance_uuid"] = masakari.Cloud.Server(server).Id.ToString(), ["vir_domain_event"] = detail,
        });

    /// <summary>The guest crashes and is reported at once.</summary>
    public static Task<Guid> CrashAsync(this MasakariScenario masakari, string server)
    {
        masakari.Cloud.CrashGuest(server);
        return masakari.ReportGuestAsync(server);
    }

    /// <summary>A report whose event lies in the past.</summary>
    public static async Task<Guid> ReportOldAsync(this MasakariScenario masakari, string server, string @event, string detail, double age)
    {
        var payload = new Dictionary<string, string>
        {
            ["event"] = @event, ["instance_uuid"] = masakari.Cloud.Server(server).Id.ToString(), ["vir_domain_event"] = detail,
        };
        var generated = $"{masakari.Clock.GetUtcNow() - TimeSpan.FromSeconds(age):s}";
        var report = new { notification = new { type = "VM", hostname = "c1", generated_time = generated, payload } };
        using var answer = await masakari.Life.Api.PostAsJsonAsync(new Uri("http://masakari/v1/notifications"), report);
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("notification").GetProperty("notification_uuid").GetGuid();
    }

    /// <summary>The changes that Nova was asked for, in their order.</summary>
    public static IReadOnlyList<string> Deeds(this MasakariScenario masakari) =>
        [.. masakari.Cloud.Calls.Where(call => call is { IsKeystone: false, Method: "POST" or "PUT" }).Select(call => call.Kind)];

    /// <summary>Asserts: active and running on its host, unlocked, and idle.</summary>
    public static void AssertRuns(this SimulatedCloud cloud, string server)
    {
        var now = cloud.Server(server);
        Assert.That((now.VmState, now.TaskState, now.GuestRuns, now.IsLocked, now.RanTwice), Is.EqualTo(("active", (string?)null, true, false, false)), server);
    }
}
