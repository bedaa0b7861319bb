using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Two recoveries want one spare, and controllers die in the middle of a spare's way.</summary>
public sealed class SpareRaceScenarios
{
    /// <summary>The changing calls of the story of the crash matrix, and a few more.</summary>
    private const int CallsOfTheStory = 16;

    [Test]
    public async Task Two_failing_hosts_do_not_take_one_spare([Values] bool throughTwoControllers)
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1"], "vm1");
        masakari.Cloud.AddServer("c2", "vm2");
        if (throughTwoControllers) await masakari.StartOtherAsync();
        masakari.Cloud.KillHost("c2");
        var first = await masakari.KillAndReportAsync("c1");
        if (throughTwoControllers) await masakari.NotifyThroughAsync(masakari.Other!, "c2");
        else await masakari.NotifyAsync("c2");
        var second = (await masakari.QueryAsync<string>("SELECT notification_uuid FROM notifications")).Select(Guid.Parse).Single(one => one != first);

        string[] ends = [await masakari.EndAsync(first), await masakari.EndAsync(second)];

        Assert.That(ends, Is.EquivalentTo((string[])["finished", "failed"]), masakari.Told);
        Assert.That(masakari.LeftOn("s1"), Has.Count.EqualTo(1), "one spare for two failed hosts");
        var loser = ends[0] == "failed" ? first : second;
        Assert.That(await masakari.MessageAsync(loser), Does.Contain("no reserved host"));
    }

    [Test]
    public async Task Two_failing_hosts_take_a_spare_each()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1", "s2"], "vm1");
        masakari.Cloud.AddServer("c2", "vm2");
        await masakari.StartOtherAsync();
        masakari.Cloud.KillHost("c2");
        var first = await masakari.KillAndReportAsync("c1");
        await masakari.NotifyThroughAsync(masakari.Other!, "c2");

        Assert.That(await masakari.EndAsync(first), Is.EqualTo("finished"));
        await masakari.UntilAsync(() => masakari.LeftOn("c2").Count == 0);

        Assert.That(masakari.HostsOf("vm1", "vm2"), Is.EquivalentTo((string[])["s1", "s2"]));
    }

    /// <summary>The winner gives it back, because nothing could be built there: then the other one may take it.</summary>
    [Test]
    public async Task A_recovery_waits_for_a_spare_that_another_one_may_give_back()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1"], "vm1");
        masakari.Cloud.AddServer("c2", "vm2");
        masakari.Cloud.BarEvacuation("vm1", EvacuationBar.Vtpm);
        masakari.Cloud.KillHost("c2");
        var first = await masakari.KillAndReportAsync("c1");
        var second = await masakari.NotifyAsync("c2");

        Assert.That((await masakari.EndAsync(first), await masakari.EndAsync(second)), Is.EqualTo(("failed", "finished")), masakari.Told);
        Assert.That((masakari.HostsOf("vm2"), await masakari.SpareAsync("s1")), Is.EqualTo((new[] { "s1" }, (false, true))));
    }

    /// <summary>
    /// The first spare cannot build the instance, the next one takes it, and the first one is given back. The controller dies before or after
    /// one of the changing calls, and another life goes on.
    /// </summary>
    [Test]
    public async Task A_death_at_any_changing_call_loses_no_spare([Range(1, CallsOfTheStory)] int call, [Values] bool answered)
    {
        await using var masakari = await SpareStory.BeginWithAsync(SpareStory.Aggregates, "reserved_host", ["s1", "s2"], "vm1");
        masakari.Cloud.AddAggregate("fast", "c1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);
        var struck = StrikeAtChange(masakari.Life, call, answered);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.Clock.RunUntilAsync(
            async () => struck.IsCompleted || await masakari.StatusAsync(notification) is "finished" or "failed", TimeSpan.FromHours(1));

        if (struck.IsCompleted) await masakari.KillAndRestartAsync();
        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), masakari.Told);
        await masakari.PassAsync(120);

        var taken = masakari.Cloud.Server("vm1").Host;
        var other = taken == "s1" ? "s2" : "s1";
        Assert.That(await masakari.SpareAsync(taken), Is.EqualTo((false, true)), masakari.Told);
        Assert.That(await masakari.SpareAsync(other), Is.EqualTo((true, false)), masakari.Told);
        Assert.That(masakari.Cloud.Host(other).DisabledReason, Is.EqualTo("spare"));
        Assert.That(await masakari.MembersAsync("fast"), Is.EquivalentTo((string[])["c1", taken]));
        Assert.That(masakari.Cloud.Server("vm1") is { RanTwice: false, IsLocked: false, VmState: "active" }, Is.True);
        Assert.That(
            await masakari.QueryAsync<string>("SELECT host_name || ' ' || state FROM spare_journal"), Is.EqualTo([$"{taken} kept"]));
    }

    /// <summary>The process dies just before its n-th changing call leaves, or when that call has been answered.</summary>
    private static Task StrikeAtChange(ScenarioLife life, int number, bool answered)
    {
        var left = number;
        var struck = new TaskCompletionSource();
        if (answered) life.Network.Answered = Count;
        else life.Network.Leaving = Count;
        return struck.Task;

        void Count(HttpRequestMessage request)
        {
            if (request.Method == HttpMethod.Get || request.RequestUri!.AbsolutePath.Contains("/auth/", StringComparison.Ordinal)) return;
            if (Interlocked.Decrement(ref left) != 0) return;
            life.Network.Die();
            struck.TrySetResult();
        }
    }
}
