using Masakari.Core.Notifications;
using Masakari.Core.OpenStack.Nova;
using Masakari.Tests.Scenarios;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>
/// A recovery is killed at each of its moments in turn: before and after each change in Nova, before and after each transaction. The next
/// life brings everything into the same state as a recovery that nobody disturbs.
/// </summary>
[Explicit("Takes ten minutes."), Category("Long")]
public sealed class CrashMatrixScenarios
{
    /// <summary>Long enough for calls that may come late, and for the sweeps that look after locks and spares.</summary>
    private const int Afterwards = 400;

    /// <summary>After the end the claim is given back, and what nobody waited for is written.</summary>
    private const int Settling = 3;

    [Test]
    public Task A_host_is_recovered_to_a_spare_whenever_the_service_dies() => DieAtEachMomentAsync(
        () => SpareStory.BeginAsync("reserved_host", ["s1"], "vm1", "vm2"), masakari => masakari.KillAndReportAsync("c1"));

    [Test]
    public Task A_guest_is_recovered_whenever_the_service_dies() => DieAtEachMomentAsync(
        () => Story.BeginWithAsync(GuestStory.AllGuests, options: null, "vm1"), masakari => masakari.CrashAsync("vm1"));

    /// <summary>Nova has stopped the guest before its report comes.</summary>
    [Test]
    public Task A_guest_that_nova_has_stopped_is_started_whenever_the_service_dies() => DieAtEachMomentAsync(
        async () =>
        {
            var masakari = await Story.BeginWithAsync(GuestStory.AllGuests, options: null, "vm1");
            masakari.Cloud.CrashGuest("vm1");
            await masakari.UntilAsync(() => masakari.Cloud.Server("vm1").VmState == "stopped");
            return masakari;
        }, masakari => masakari.ReportGuestAsync("vm1"));

    private static async Task DieAtEachMomentAsync(Func<Task<MasakariScenario>> begin, Func<MasakariScenario, Task<Guid>> report)
    {
        var (undisturbed, _) = await TellAsync(begin, report, moment: 0);
        await TestContext.Out.WriteLineAsync(undisturbed);
        var different = new List<string>();
        for (var moment = First; ; moment++)
        {
            var (end, at) = await TellAsync(begin, report, moment);
            if (end != undisturbed) different.Add($"moment {moment}, {at}:\n{end}");
            await TestContext.Progress.WriteLineAsync($"moment {moment}: {at ?? "the recovery was over"}");
            if (at is null) break;
        }
        Assert.That(different, Is.Empty, undisturbed);
    }

    /// <summary>Where the matrix begins, while one works on a moment.</summary>
    private static int First => int.Parse(Environment.GetEnvironmentVariable("MASAKARI_MOMENT") ?? "1", null);

    /// <summary>Tells the story with a death at a moment after the report was accepted.</summary>
    /// <returns>How everything is in the end; at what the process died, if it did.</returns>
    private static async Task<(string End, string? At)> TellAsync(
        Func<Task<MasakariScenario>> begin, Func<MasakariScenario, Task<Guid>> report, int moment)
    {
        await using var masakari = await begin();
        const int OfTheReport = 2;   // before and after the transaction that stores it
        var death = SuddenDeath.Await(masakari.Life, moment == 0 ? 0 : moment + OfTheReport);
        var notification = await report(masakari);
        try
        {
            await masakari.Clock.RunUntilAsync(
                async () => death.At is not null || await IsOverAsync(masakari, notification), TimeSpan.FromHours(1));
            if (death.At is null) await masakari.PassAsync(Settling);
            death.Spare();
            if (death.At is not null) await masakari.KillAndRestartAsync();
            await masakari.EndAsync(notification);
            await masakari.PassAsync(Afterwards);
            return (await LookAsync(masakari), death.At);
        }
        catch (TimeoutException e)
        {
            return ($"does not end: {e.Message}", death.At);
        }
    }

    private static async Task<bool> IsOverAsync(MasakariScenario masakari, Guid notification) =>
        NotificationLifecycle.IsFinal((await masakari.FindAsync(notification)).Status);

    private static async Task<string> LookAsync(MasakariScenario masakari)
    {
        var lines = new List<string>();
        foreach (var host in await masakari.QueryAsync<string>("SELECT name FROM hosts ORDER BY name"))
        {
            var now = masakari.Cloud.Host(host);
            lines.Add($"{host}: disabled {now.IsDisabled} ({now.DisabledReason}), forced down {now.IsForcedDown}");
            foreach (var server in masakari.Cloud.InstancesOn(host).OrderBy(one => one.Name, StringComparer.Ordinal))
            {
                var deeds = (await masakari.Life.Get<INova>().ListActionsAsync(server.Id, default)).Select(deed => deed.Name)
                    .Where(deed => deed is "stop" or "start" or "evacuate").Order(StringComparer.Ordinal);
                lines.Add($"  {server.Name}: {server.VmState} {server.TaskState} {server.PowerState}, locked {server.IsLocked}, "
                    + $"runs {server.GuestRuns}, ran twice {server.RanTwice}, {string.Join(' ', deeds)}");
            }
        }
        string[] queries =
        [
            "SELECT 'notification ' || type || ' ' || status || ' ' || COALESCE(message, '') FROM notifications ORDER BY id",
            "SELECT 'host ' || name || ' reserved ' || reserved || ' maintenance ' || on_maintenance FROM hosts ORDER BY name",
            "SELECT 'vmove ' || instance_name || ' ' || status || ' ' || dest_host || ' ' || COALESCE(message, '') FROM vmoves ORDER BY 1",
            "SELECT 'open move ' || instance_uuid FROM open_moves ORDER BY 1",
            "SELECT 'spare ' || host_name || ' ' || state FROM spare_journal ORDER BY 1",
            "SELECT 'locked ' || instance_uuid FROM instance_recoveries WHERE locked_by_us = 1 ORDER BY 1",
            "SELECT 'lock of vmove ' || vmove_uuid FROM vmove_journal WHERE locked_by_us = 1 ORDER BY 1",
            "SELECT 'claim ' || subject FROM recovery_claims WHERE owner <> '' ORDER BY 1",
        ];
        foreach (var query in queries) lines.AddRange(await masakari.QueryAsync<string>(query));
        return string.Join('\n', lines);
    }
}
