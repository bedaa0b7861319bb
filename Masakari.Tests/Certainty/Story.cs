using System.Net.Http.Json;
using System.Text.Json;
using Masakari.Core.Recovery.Operator;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>The words of the safety scenarios. They speak to the service by HTTP alone, so that they outlive a rebuilt engine.</summary>
internal static class Story
{
    /// <summary>Configuration: one evacuation at a time.</summary>
    public const string OneAtATime = "[DEFAULT]\nhost_failure_recovery_threads = 1\n";

    /// <summary>c1 with these servers, c2 and c3 empty, all in one segment of method auto; the default silence of 180 s.</summary>
    public static Task<MasakariScenario> BeginAsync(params string[] servers) => BeginWithAsync("", options: null, servers);

    public static Task<MasakariScenario> BeginWithAsync(string conf, SimulatedCloudOptions? options, params string[] servers) =>
        BeginAsync(["c1", "c2", "c3"], conf, options, servers);

    public static async Task<MasakariScenario> BeginAsync(string[] hosts, string conf, SimulatedCloudOptions? options, params string[] servers)
    {
        var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            foreach (var host in hosts)
                cloud.AddHost(host);
            foreach (var server in servers)
                cloud.AddServer("c1", server);
        }, conf, options);
        await masakari.RegisterAsync("auto", hosts);
        return masakari;
    }

    public static string[] Servers(int count) => [.. Enumerable.Range(1, count).Select(number => $"vm{number}")];

    public static Task PassAsync(this MasakariScenario masakari, double seconds) => masakari.Clock.RunAsync(TimeSpan.FromSeconds(seconds));

    public static async Task<string> StatusAsync(this MasakariScenario masakari, Guid notification) =>
        (await masakari.ShowAsync(notification)).GetProperty("status").GetString()!;

    public static async Task<string> MessageAsync(this MasakariScenario masakari, Guid notification) =>
        (await masakari.ShowAsync(notification)).GetProperty("message").GetString() ?? "";

    /// <summary>Lets time run until the notification has one of these statuses.</summary>
    public static Task UntilStatusAsync(this MasakariScenario masakari, Guid notification, params string[] statuses) =>
        masakari.Clock.RunUntilAsync(async () =>
        {
            var status = await masakari.StatusAsync(notification);
            return statuses.Contains(status);
        }, TimeSpan.FromHours(3));

    /// <summary>Lets time run until the notification is finished, failed or ignored; its status then.</summary>
    public static async Task<string> EndAsync(this MasakariScenario masakari, Guid notification)
    {
        await masakari.UntilStatusAsync(notification, "finished", "failed", "ignored");
        return await masakari.StatusAsync(notification);
    }

    /// <summary>The operator takes a host off maintenance.</summary>
    public static Task EndMaintenanceAsync(this MasakariScenario masakari, string host) =>
        masakari.ChangeHostAsync(host, new { on_maintenance = false });

    /// <summary>The operator changes the record of a host.</summary>
    public static async Task ChangeHostAsync(this MasakariScenario masakari, string name, object host)
    {
        using var answer = await masakari.Life.Api.PutAsJsonAsync(await masakari.UrlOfHostAsync(name), new { host });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The operator deletes a host from its segment.</summary>
    public static async Task DeleteHostAsync(this MasakariScenario masakari, string name)
    {
        using var answer = await masakari.Life.Api.DeleteAsync(await masakari.UrlOfHostAsync(name));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// The operator's `manage confirm-down`. The verb runs on the machine's own clock, so the scenario calls what the verb calls.
    /// </summary>
    public static Task ConfirmDownAsync(this MasakariScenario masakari, string host) =>
        masakari.Life.Get<EngineControl>().ConfirmDownAsync(host, "alice@ctl1", default);

    /// <summary>The messages of the notification's vmoves, by name of the server.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> MoveMessagesAsync(this MasakariScenario masakari, Guid notification) =>
        (await masakari.GetAsync($"notifications/{notification}/vmoves")).GetProperty("vmoves").EnumerateArray().ToDictionary(
            move => masakari.Cloud.Server(move.GetProperty("instance_uuid").GetString()!).Name,
            move => move.GetProperty("message").GetString() ?? "");

    /// <summary>For each evacuation: the seconds from the newest heartbeat that Nova had to its acceptance.</summary>
    public static IEnumerable<double> SilencesBeforeEvacuates(this MasakariScenario masakari) =>
        masakari.Cloud.AllEvacuations().Select(evacuation => (evacuation.AcceptedAt - evacuation.LastHeartbeat).TotalSeconds);

    public static int Evacuates(this MasakariScenario masakari) => masakari.Cloud.CountCalls("evacuate");

    /// <summary>Names of the servers that Nova still has on the host.</summary>
    public static IReadOnlyList<string> LeftOn(this MasakariScenario masakari, string host) =>
        [.. masakari.Cloud.InstancesOn(host).Select(server => server.Name)];

    private static async Task<Uri> UrlOfHostAsync(this MasakariScenario masakari, string name)
    {
        var hosts = (await masakari.GetAsync($"segments/{masakari.Segment}/hosts")).GetProperty("hosts").EnumerateArray();
        var uuid = hosts.Single(host => host.GetProperty("name").GetString() == name).GetProperty("uuid").GetGuid();
        return new Uri($"http://masakari/v1/segments/{masakari.Segment}/hosts/{uuid}");
    }

    private static async Task<JsonElement> ShowAsync(this MasakariScenario masakari, Guid notification) =>
        (await masakari.GetAsync($"notifications/{notification}")).GetProperty("notification");
}
