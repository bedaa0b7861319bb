namespace Masakari.Tests.Processes;

/// <summary>The operator's orders reach every controller.</summary>
[Category("Processes"), Category("Long"), Explicit("Takes minutes.")]
internal sealed class OperatorOrdersProcessTests
{
    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromSeconds(10);
    private Controllers? controllers;

    [TearDown]
    public async Task EndAsync()
    {
        if (controllers is not null)
            await controllers.DisposeAsync();
        controllers = null;
    }

    [Test]
    public async Task Pause_holds_both_within_a_second_and_resume_lets_them_finish()
    {
        controllers = await Controllers.StartAsync(hosts: 4, serversEach: 25, threads: 3);
        await controllers.StrikeAsync();
        await controllers.UntilAsync("30 evacuations", () => controllers.Cloud.CountCalls("evacuate") >= 30);

        await controllers.Second.ManageAsync("pause", "--reason", "storage is being moved");
        var pausedAt = TimeProvider.System.GetUtcNow();
        await Task.Delay(Pause, TimeProvider.System, default);
        var sent = controllers.Changes();
        await controllers.First.ManageAsync("resume");
        await controllers.UntilOverAsync();

        var last = sent.Max(call => call.At) - pausedAt;
        await TestContext.Out.WriteLineAsync(
            $"paused after {sent.Count(call => call.Kind == "evacuate")} of 100 evacuations; last change {last.TotalSeconds:0.00} s after pause returned, by both {controllers.Changes(controllers.First).Count} and {controllers.Changes(controllers.Second).Count}");
        Assert.That(last, Is.LessThan(Reach));
        Assert.That(sent.Count(call => call.Kind == "evacuate"), Is.LessThan(100), "there was something left to do");
        await controllers.AssertRecoveredAsync();
    }

    [Test]
    public async Task Abort_sends_nothing_more_and_takes_our_locks_off()
    {
        controllers = await Controllers.StartAsync(hosts: 1, serversEach: 100, threads: 10);
        await controllers.StrikeAsync();
        await controllers.UntilAsync("30 evacuations", () => controllers.Cloud.CountCalls("evacuate") >= 30);

        await controllers.Second.ManageAsync("abort", $"{await controllers.Tables.NotificationAsync()}", "--reason", "wrong host");
        var abortedAt = TimeProvider.System.GetUtcNow();
        await controllers.UntilOverAsync(alsoLateLocks: true);

        var late = controllers.Changes().Where(call => call.Kind != "unlock" && call.At > abortedAt + Reach).ToList();
        Assert.That(late, Is.Empty);
        Assert.That(controllers.Servers.Where(server => controllers.Cloud.Server(server).IsLocked), Is.Empty);
        Assert.That(controllers.Servers.Select(controllers.Cloud.Evacuations), Has.All.LessThanOrEqualTo(1));
        Assert.That(controllers.Cloud.CountCalls("evacuate"), Is.InRange(30, 99));
        Assert.That((await controllers.Tables.LookAsync()).Finished, Is.Zero, "it ended failed");
    }

    [Test]
    public async Task Reload_reaches_both()
    {
        controllers = await Controllers.StartAsync(hosts: 1, serversEach: 1, threads: 1);

        await controllers.First.ManageAsync("reload");

        foreach (var controller in new[] { controllers.First, controllers.Second })
            await controllers.UntilAsync("reload", () => controller.Log.Contains("Configuration read again: debug = true", StringComparison.Ordinal));
    }
}
