using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Masakari.Host.Sandbox;

/// <summary>
/// The sandbox run: a host dies and its instances are recovered. It uses the public API only; the simulated cloud decides whether the
/// recovery was successful.
/// </summary>
internal sealed class SandboxStory(SandboxStage stage, IStoryView view, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan ForTheHost = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ForEachServer = TimeSpan.FromSeconds(2);

    private string Dead => stage.HostNames[0];

    /// <summary>Runs the recovery to its end.</summary>
    /// <exception cref="StoryException">An instance does not run on another host.</exception>
    public async Task TellAsync(CancellationToken ct)
    {
        using var client = new StoryClient(stage.Keystone, stage.Masakari);
        Introduce();
        await client.LogInAsAdminAsync(stage.Password, ct);
        await RegisterAsync(client, ct);
        var died = clock.GetTimestamp();
        stage.Cloud.KillHost(Dead);
        ExplainTheWait();
        await view.FollowAsync(LooksAsync(client, await ReportAsync(client, ct), died, ct));
        Judge(clock.GetElapsedTime(died));
    }

    private void Introduce()
    {
        view.Say($"Simulated Keystone: {stage.Keystone}");
        view.Say($"Simulated Nova:     {stage.Nova}");
        view.Say($"Masakari:           {stage.Masakari}");
        view.Say($"Configuration:      {stage.ConfFile}");
        view.Say($"{stage.HostNames.Count} compute hosts; {Count(stage.ServerNames.Count)} on {Dead}.");
    }

    private void ExplainTheWait()
    {
        const int Seconds = SandboxConf.WantedSilence;
        view.Say("");
        view.Say($"Host {Dead} has been killed. Masakari receives a notification about it.");
        view.Say("Masakari disables the host's compute service in Nova. It evacuates no instance");
        view.Say($"before Nova shows the service down and the last heartbeat is {Seconds} s old");
        view.Say($"(wait_period_after_service_update = {Seconds}).");
        view.Say("A real cloud keeps the default, 180 s: a failure of the network or the message");
        view.Say("bus can also stop the heartbeats for a while, and evacuating a host that still");
        view.Say("runs would start its instances twice on the same disks. An operator who knows");
        view.Say("that a host is dead ends the wait with \"masakari manage confirm-down HOST\".");
        view.Say("");
    }

    private async Task RegisterAsync(StoryClient client, CancellationToken ct)
    {
        var segment = await client.PostAsync(
            "/segments", new { segment = new { name = "rack-1", recovery_method = "auto", service_type = "COMPUTE" } }, ct);
        var uuid = segment.At("segment")?.Text("uuid");
        foreach (var name in stage.HostNames)
            await client.PostAsync($"/segments/{uuid}/hosts", new { host = new { name, type = "COMPUTE", control_attributes = "none" } }, ct);
        view.Say($"Segment rack-1 (recovery method auto) contains {stage.HostNames[0]} to {stage.HostNames[^1]}.");
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
        return accepted.At("notification")?.Text("notification_uuid")
            ?? throw new StoryException("The answer to POST /notifications contains no notification_uuid.");
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
            throw new StoryException(
                $"{left.Count} of {Count(servers.Count)} are not active and unlocked on another host, for example {left[0].Name}.");
        view.Say("");
        view.Say($"Done after {elapsed.TotalSeconds:0.0} s: {Count(servers.Count)} moved from {Dead} to other hosts.");
        view.Say($"{Dead} stays disabled in Nova and on maintenance in Masakari");
        view.Say("until an operator puts it back into service.");
    }

    private static string Count(int instances) => instances == 1 ? "1 instance" : $"{instances} instances";
}
