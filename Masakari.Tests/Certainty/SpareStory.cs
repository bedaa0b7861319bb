using System.Net.Http.Json;
using Masakari.Core.OpenStack.Nova;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>The words of the scenarios with reserved hosts.</summary>
internal static class SpareStory
{
    /// <summary>The silence is long enough as soon as Nova shows the host down.</summary>
    public const string Quick = "[DEFAULT]\nwait_period_after_service_update = 6\n";

    public const string Aggregates = "[host_failure]\nadd_reserved_host_to_aggregate = true\n";

    /// <summary>
    /// c1 with these servers, c2 empty and enabled, and the spares: disabled hosts that are reserved. c2 is no witness only: Nova may choose it
    /// as a destination when no target is named.
    /// </summary>
    /// <param name="conf">More lines of the configuration.</param>
    /// <param name="method">The recovery method of the segment.</param>
    /// <param name="spares">The names of the spares, each with its room, as in <c>s1:2</c>; without a number there is room for all.</param>
    /// <param name="servers">On c1.</param>
    public static async Task<MasakariScenario> BeginWithAsync(string conf, string method, string[] spares, params string[] servers)
    {
        var rooms = spares.Select(spare => spare.Split(':')).ToDictionary(one => one[0], one => one.Length > 1 ? int.Parse(one[1], null) : int.MaxValue);
        var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1");
            cloud.AddHost("c2");
            foreach (var (name, room) in rooms) cloud.AddHost(name, capacity: room, enabled: false);
            foreach (var (name, _) in rooms) cloud.WriteService(name, reason: "spare");
            foreach (var server in servers) cloud.AddServer("c1", server);
        }, Quick + conf);
        await masakari.RegisterAsync(method, ["c1", "c2", .. rooms.Keys]);
        foreach (var spare in rooms.Keys) await masakari.ChangeHostAsync(spare, new { reserved = true });
        return masakari;
    }

    public static Task<MasakariScenario> BeginAsync(string method, string[] spares, params string[] servers) =>
        BeginWithAsync("", method, spares, servers);

    /// <summary>Whether it is a spare, and whether Nova shows its service enabled.</summary>
    public static async Task<(bool Reserved, bool Enabled)> SpareAsync(this MasakariScenario masakari, string name)
    {
        var reserved = await masakari.QueryAsync<long>($"SELECT reserved FROM hosts WHERE name = '{name}' AND deleted = 0");
        return (reserved.Single() == 1, !masakari.Cloud.Host(name).IsDisabled);
    }

    /// <summary>The hosts on which these servers are, in their order.</summary>
    public static string[] HostsOf(this MasakariScenario masakari, params string[] servers) =>
        [.. servers.Select(server => masakari.Cloud.Server(server).Host)];

    /// <summary>All that the workflow details of a notification say.</summary>
    public static async Task<string> DetailsAsync(this MasakariScenario masakari, Guid notification) =>
        (await masakari.GetAsync($"notifications/{notification}")).GetProperty("notification").GetProperty("recovery_workflow_details").ToString();

    /// <summary>The operator changes a host's row past the API, as the original's API on the same database can.</summary>
    public static Task WriteHostAsync(this MasakariScenario masakari, string name, string assignments) => masakari.Life.ExecuteAsync(
        $"UPDATE hosts SET {assignments}, updated_at = '{masakari.Clock.GetUtcNow().AddSeconds(1):yyyy-MM-dd HH:mm:ss}.000000' WHERE name = '{name}'");

    /// <summary>The operator registers one more spare; POST is allowed while a recovery runs.</summary>
    public static async Task AddSpareAsync(this MasakariScenario masakari, string name)
    {
        var url = new Uri($"http://masakari/v1/segments/{masakari.Segment}/hosts");
        var host = new { name, type = "COMPUTE", control_attributes = "SSH", reserved = true };
        using var answer = await masakari.Life.Api.PostAsJsonAsync(url, new { host });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The names of the hosts in an aggregate.</summary>
    public static async Task<IReadOnlyList<string>> MembersAsync(this MasakariScenario masakari, string aggregate) =>
        [.. (await masakari.Life.Get<INova>().ListAggregatesAsync(default)).Single(one => one.Name == aggregate).Hosts];

    /// <summary>Where the evacuations went that Nova accepted from that moment on; null = Nova found no host.</summary>
    public static IEnumerable<string?> DestinationsSince(this MasakariScenario masakari, DateTimeOffset moment) =>
        masakari.Cloud.AllEvacuations().Where(one => one.AcceptedAt >= moment).Select(one => one.Destination);
}
