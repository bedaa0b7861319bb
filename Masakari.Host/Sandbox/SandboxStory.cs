using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Masakari.Host.Sandbox;

/// <summary>A host dies, and its instances are brought back: told through the public API alone, judged by the cloud.</summary>
internal sealed class SandboxStory(SandboxStage stage, IStoryView view, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan ForTheHost = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ForEachServer = TimeSpan.FromSeconds(2);

    private string Dead => stage.HostNames[0];

    /// <summary>Plays it to its end.</summary>
    /// <exception cref="StoryException">Not every instance runs elsewhere.</exception>
    public async Task TellAsync(CancellationToken ct)
    {
        using var client = new StoryClient(stage.Keystone, stage.Masakari);
        Introduce();
        await client.LogInAsync("admin", stage.Password, ct);
        await RegisterAsync(client, ct);
        var died = clock.GetTimestamp();
        stage.Cloud.KillHost(Dead);
        view.Say($"{Dead} dies, and a monitor reports it. Masakari takes it out of service and waits until Nova calls it down and has not");
        view.Say($"heard from it for {SandboxConf.WantedSilence} s (wait_period_after_service_update = {SandboxConf.WantedSilence} here; 180 by default): no evacuation of a living host.");
        view.Say("");
        await view.FollowAsync(LooksAsync(client, await ReportAsync(client, ct), died, ct));
        Judge(clock.GetElapsedTime(died));
    }

    private void Introduce()
    {
        view.Say($"Simulated cloud: Keystone {stage.Keystone}, Nova {stage.Nova}");
        view.Say($"Masakari:        {stage.Masakari}");
        view.Say($"{stage.HostNames.Count} compute hosts, {stage.ServerNames.Count} instances on {Dead}.");
    }

    private async Task RegisterAsync(StoryClient client, CancellationToken ct)
    {
        var segment = await client.PostAsync(
            "/segments", new { segment = new { name = "rack-1", recovery_method = "auto", service_type = "COMPUTE" } }, ct);
        var uuid = segment.At("segment")?.Text("uuid");
        foreach (var name in stage.HostNames)
            await client.PostAsync($"/segments/{uuid}/hosts", new { host = new { name, type = "COMPUTE", control_attributes = "none" } }, ct);
        view.Say($"Segment rack-1 (recovery method auto) holds {stage.HostNames[0]} to {stage.HostNames[^1]}.");
    }

    private async Task<string> ReportAsync(StoryClient client, CancellationToken ct)
    {
        var notification = new
        {
            type = "COMPUTE_HOST",
            hostname = Dead,
            generated_time = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss"),
            payload = new { @event = "STOPPED", host_status = "NORMAL", cluster_status = "OFFLINE" },
        };
        var accepted = await client.PostAsync("/notifications", new { notification }, ct);
        return accepted.At("notification")?.Text("notification_uuid") ?? throw new StoryException("The accepted notification has no uuid.");
    }

    private async IAsyncEnumerable<RecoveryLook> LooksAsync(
        StoryClient client, string uuid, long died, [EnumeratorCancellation] CancellationToken ct)
    {
        var limit = ForTheHost + (ForEachServer * stage.ServerNames.Count);
        while (true)
        {
            var look = await LookAsync(client, uuid, died, ct);
            yield return look;
            if (look.IsOver)
                yield break;
            if (look.Elapsed > limit)
                throw new StoryException($"The recovery did not end within {limit.TotalSeconds:0} s.");
            await Task.Delay(LookEvery, clock, ct);
        }
    }

    private async Task<RecoveryLook> LookAsync(StoryClient client, string uuid, long died, CancellationToken ct)
    {
        var notification = await client.GetAsync($"/notifications/{uuid}", ct);
        var moves = await client.GetAsync($"/notifications/{uuid}/vmoves?limit=1000&sort_key=id&sort_dir=asc", ct);
        return RecoveryLook.From(clock.GetElapsedTime(died), notification.At("notification") ?? default(JsonElement), moves);
    }

    private void Judge(TimeSpan elapsed)
    {
        var servers = stage.ServerNames.Select(stage.Cloud.Server).ToList();
        var left = servers.Where(server => server.Host == Dead || server.VmState != InstanceStates.Active || server.IsLocked).ToList();
        if (left.Count > 0)
            throw new StoryException($"{left.Count} of {servers.Count} instances do not run elsewhere, such as {left[0].Name}.");
        view.Say("");
        view.Say($"All {servers.Count} instances run elsewhere, {elapsed.TotalSeconds:0.0} s after {Dead} died.");
    }
}
