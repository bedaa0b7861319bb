namespace Masakari.Tests.RealCloud.Comparison;

/// <summary>
/// The same deeds in either cloud. Each story tells what Nova answered, without what differs from run to run (times, ids).
/// </summary>
internal static class CloudStories
{
    /// <summary>Others write the record of a dead host; compute1 ends enabled and alive, with its guest off.</summary>
    public static async Task<IReadOnlyList<string>> WritesOfOthersAsync(ComparedCloud cloud)
    {
        await cloud.WriteAsync("compute1", new { status = "disabled", disabled_reason = "one" });
        await cloud.KillAsync("compute1");
        var dead = await cloud.ServiceAsync("compute1");
        await NextSecondAsync();
        // Nova calls the dead compute, which it still believes to be up: the answer comes after a minute, and nobody waits for it here.
        var late = cloud.WriteAsync("compute1", new { status = "disabled", disabled_reason = "two" });
        var two = await cloud.UntilServiceAsync("compute1", "second reason", service => service.Reason == "two");
        var down = await cloud.UntilServiceAsync("compute1", "end", service => service.State == "down");
        var answered = late.IsCompleted;
        await NextSecondAsync();
        var written = await cloud.WriteAsync("compute1", new { status = "disabled", disabled_reason = "three" });
        var three = await cloud.ServiceAsync("compute1");
        await NextSecondAsync();
        var again = await cloud.WriteAsync("compute1", new { status = "disabled", disabled_reason = "three" });
        var same = await cloud.ServiceAsync("compute1");
        _ = late.ContinueWith(task => task.Exception, TaskScheduler.Default);
        return
        [
            $"dead: {dead.Words}",
            $"written while up: {two.After(dead)}, answered {answered}",
            $"seen down: {down.After(two)}",
            $"written while down: {written.Status}, {three.After(down)}, told with microseconds {HasFraction(written.UpdatedAt)}",
            $"the same again: {again.Status}, {same.After(three)}, told with microseconds {HasFraction(again.UpdatedAt)}",
        ];
    }

    public static async Task<IReadOnlyList<string>> ForcedDownAsync(ComparedCloud cloud)
    {
        var before = await cloud.ServiceAsync("compute2");
        var set = await cloud.WriteAsync("compute2", new { forced_down = true });
        var forced = await cloud.ServiceAsync("compute2");
        var first = await cloud.UntilServiceAsync("compute2", "first heartbeat", service => service.UpdatedAt != forced.UpdatedAt);
        var second = await cloud.UntilServiceAsync("compute2", "second heartbeat", service => service.UpdatedAt != first.UpdatedAt);
        var lifted = await cloud.WriteAsync("compute2", new { forced_down = false });
        return
        [
            $"before: {before.Words}", $"forced: {set.Status}, {forced.Words}", $"later: {first.Words}", $"still: {second.Words}",
            $"lifted: {lifted.Status}, {(await cloud.ServiceAsync("compute2")).Words}",
        ];
    }

    /// <summary>The lock, stop and start of a user, then the power sync of a host that was rebooted.</summary>
    public static async Task<IReadOnlyList<string>> ActionsAsync(ComparedCloud cloud, Guid server)
    {
        List<string> told = [];
        foreach (var action in new[] { "lock", "unlock", "os-stop" })
            told.Add($"{action}: {await cloud.ActAsync(server, action)}");
        var stopped = await cloud.UntilServerAsync(server, "stop", seen => seen is { VmState: "stopped", TaskState: null });
        told.Add($"os-start: {await cloud.ActAsync(server, "os-start")}");
        var started = await cloud.UntilServerAsync(server, "start", seen => seen is { VmState: "active", TaskState: null });
        return [.. told, $"stopped: {stopped.Words}", $"started: {started.Words}", .. await cloud.ActionsAsync(server)];
    }

    /// <summary>compute1, which is dead, comes back after a reboot; it ends enabled.</summary>
    public static async Task<IReadOnlyList<string>> PowerSyncAsync(ComparedCloud cloud, Guid server)
    {
        var dead = await cloud.ServerAsync(server);
        await cloud.StartAsync("compute1", guestsRun: false);
        var up = await cloud.UntilServiceAsync("compute1", "return", service => service.State == "up");
        var stopped = await cloud.UntilServerAsync(server, "power sync", seen => seen is { VmState: "stopped", TaskState: null });
        var enabled = await cloud.WriteAsync("compute1", new { status = "enabled" });
        return
        [
            $"while dead: {dead.Words}", $"back: {up.Words}", $"after the sync: {stopped.Words}",
            (await cloud.ActionsAsync(server))[^1], $"enabled: {enabled.Status}",
        ];
    }

    /// <summary>compute3 is dead and seen down.</summary>
    public static async Task<IReadOnlyList<string>> SecondEvacuateAsync(ComparedCloud cloud, Guid server)
    {
        int[] answers = [await cloud.ActAsync(server, "evacuate", new { }), await cloud.ActAsync(server, "evacuate", new { })];
        var accepted = (await cloud.EvacuationsAsync("compute3", server)).Count;
        await cloud.UntilServerAsync(server, "wreck", seen => seen is { VmState: "error", TaskState: not null });
        // The task is never cleared: it stands as long as any evacuation of the lab takes, twice over.
        await Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System, default);
        var left = await cloud.ServerAsync(server);
        // On which host, and at which task, differs from run to run.
        return
        [
            $"answers {string.Join(' ', answers)}, records {accepted}",
            $"left: {left.Status}, {left.VmState}, has a task {left.TaskState is not null}",
        ];
    }

    /// <summary>compute3 is dead and seen down; compute4 dies with the evacuation in its queue, so that it stays open.</summary>
    public static async Task<IReadOnlyList<string>> ReturnInMidRecoveryAsync(ComparedCloud cloud, Guid server)
    {
        await cloud.KillAsync("compute4");
        var answer = await cloud.ActAsync(server, "evacuate", new { host = "compute4" });
        await cloud.UntilServiceAsync("compute4", "end", service => service.State == "down");
        var open = (await cloud.ServerAsync(server), await cloud.EvacuationsAsync("compute3", server));

        await cloud.StartAsync("compute3", guestsRun: true);
        var back = await cloud.UntilServiceAsync("compute3", "return", service => service.State == "up");
        var records = await cloud.UntilEvacuationsAsync("compute3", server, "completed");
        var returned = await cloud.ServerAsync(server);

        await cloud.StartAsync("compute4", guestsRun: true);
        var landed = await cloud.UntilServerAsync(server, "landing", seen => seen is { TaskState: null, Host: "compute4" });
        var end = await cloud.UntilEvacuationsAsync("compute3", server, "done");
        return
        [
            $"evacuate: {answer}", $"open: {open.Item1.Words}; {string.Join("; ", open.Item2)}", $"back: {back.Words}",
            $"source is back: {returned.Words}; {string.Join("; ", records)}",
            $"destination is back: {landed.Words}; {string.Join("; ", end)}",
        ];
    }

    /// <summary>Nova's database stores whole seconds.</summary>
    private static Task NextSecondAsync() => Task.Delay(TimeSpan.FromSeconds(1.1), TimeProvider.System, default);

    private static bool HasFraction(string updatedAt) => !updatedAt.EndsWith(".000000", StringComparison.Ordinal);
}
