using Masakari.Host.Sandbox;
using Masakari.Tests.Persistence;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Processes;

/// <summary>Two controllers, of which one has a wall clock that is a day off (Debian's faketime); its monotonic clock is right.</summary>
[Category("Processes"), Category("Long"), Explicit("Takes a minute; needs faketime.")]
internal sealed class WrongClockProcessTests
{
    private Controllers? controllers;

    [TearDown]
    public async Task EndAsync()
    {
        if (controllers is not null) await controllers.DisposeAsync();
        controllers = null;
    }

    [Test]
    public async Task Each_server_is_moved_once_though_one_controller_is_a_day_off([Values("+1d", "-1d")] string offset)
    {
        await StartAsync(offset, hosts: 6, serversEach: 3);

        await controllers!.StrikeAsync();
        await controllers.UntilAsync("half of the evacuations", () => controllers.Cloud.CountCalls("evacuate") >= 9);
        await controllers.First.KillAsync();
        await controllers.UntilOverAsync();

        await controllers.AssertRecoveredAsync();
        var (killed, off) = (controllers.Changes(controllers.First).Count, controllers.Changes(controllers.Second).Count);
        await TestContext.Out.WriteLineAsync($"{offset}: changes in Nova: {killed} by the killed one, {off} by the one that is off");
    }

    [Test]
    public async Task A_controller_that_is_a_day_ahead_gives_nothing_up()
    {
        const int Servers = 2;
        await StartAsync("+1d", hosts: 1, serversEach: Servers);
        controllers!.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(500) });
        await controllers.StrikeAsync();

        await controllers.UntilAsync("refused evacuates", () => controllers.Cloud.CountCalls("evacuate") >= Servers);
        controllers.Cloud.StopFailing();
        await controllers.UntilOverAsync();

        var seen = await controllers.Tables.LookAsync();
        Assert.That(seen.Finished, Is.EqualTo(1), "given up by a controller that is a day ahead");
    }

    private async Task StartAsync(string offset, int hosts, int serversEach)
    {
        var server = await MariaDbServer.SharedAsync();
        var url = server.UrlText((await server.CreateDatabaseAsync()).Database);
        controllers = await Controllers.StartAsync(url, url, hosts, serversEach, threads: 2, await ClockAsync(offset));
        Assert.That(controllers.Second.Log, Does.Not.Contain("libfaketime"), "the library was found");
    }

    /// <summary>
    /// What the program faketime would set: the program itself would stand between this process and the service, and get the signals.
    /// </summary>
    private static async Task<string[]> ClockAsync(string offset)
    {
        if (!File.Exists("/usr/bin/faketime"))
            Assert.Ignore("faketime is not installed (Debian: faketime): not run with a wrong clock.");
        var limit = TimeSpan.FromSeconds(10);
        var library = await Tool.RunAsync("faketime", ["-f", "+0", "printenv", "LD_PRELOAD"], new Dictionary<string, string>(), "", limit);
        return [$"LD_PRELOAD={library.Trim()}", $"FAKETIME={offset}", "FAKETIME_DONT_FAKE_MONOTONIC=1"];
    }
}
