using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Liveness;
using Masakari.Host.Sandbox;
using Masakari.Tests.OpenStack.Nova;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Spares about which a recovery could not decide at its end: whose they are then, and what is believed about them.</summary>
public sealed class UndecidedSpareScenarios
{
    private const string OfNova = "AUTO: Connection to libvirt lost: 1";

    /// <summary>Nova never ends the evacuation that was under way there, so the sweep never knows what will land.</summary>
    [Test]
    public async Task A_spare_that_died_in_mid_build_serves_the_next_host_when_an_operator_reserves_it_again()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1"], "vm1");
        masakari.Cloud.AddServer("c2", "vm2");
        var first = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        await masakari.PassAsync(2);
        masakari.Cloud.KillHost("s1");
        await masakari.AbortAsync(first);
        await masakari.EndAsync(first);
        await masakari.PassAsync(120);
        Assert.That(await masakari.QueryAsync<string>("SELECT host_name FROM spare_journal"), Is.EqualTo(["s1"]), "decided");

        masakari.Cloud.ReviveHost("s1");
        masakari.Cloud.WriteService("s1", disabled: true, reason: "spare");
        await masakari.ChangeHostAsync("s1", new { reserved = true });
        var second = await masakari.KillAndReportAsync("c2");

        Assert.That((await masakari.EndAsync(second), masakari.HostsOf("vm2")), Is.EqualTo(("finished", new[] { "s1" })));
        await masakari.PassAsync(60);
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, true)));
        Assert.That(
            await masakari.QueryAsync<string>("SELECT notification_uuid FROM spare_journal WHERE state <> 'kept'"), Is.Empty);
    }

    /// <summary>The claim under which the sweep decides is the second recovery's, which waits for the spare.</summary>
    [Test]
    public async Task A_second_recovery_of_the_host_goes_on_with_the_spare_of_the_first_one()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1"], "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);
        var first = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        masakari.Cloud.WriteService("s1", disabled: true, reason: OfNova);
        await masakari.AbortAsync(first);
        await masakari.EndAsync(first);
        var second = await masakari.NotifyAsync("c1");
        await masakari.PassAsync(120);
        Assert.That(await masakari.StatusAsync(second), Is.EqualTo("running"));
        Assert.That(await masakari.MessageAsync(second), Does.Contain($"s1 (Nova has disabled its nova-compute ({OfNova}))"));

        masakari.Cloud.WriteService("s1", disabled: false);

        Assert.That((await masakari.EndAsync(second), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "s1" })));
    }

    /// <summary>Each of Nova's queries has a time limit of its own: a slow cell may show its records, and nothing else.</summary>
    [Test]
    public async Task A_spare_that_nova_does_not_show_is_not_given_back()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1:0"], "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        masakari.Cloud.LoseCellOf("s1", CellData.Servers | CellData.Services, duration: TimeSpan.FromSeconds(120));
        await masakari.AbortAsync(notification);
        await masakari.EndAsync(notification);
        await masakari.PassAsync(60);
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, true)), "reserved although its service is enabled");

        await masakari.PassAsync(120);

        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)));
        Assert.That(masakari.Cloud.Host("s1").DisabledReason, Is.EqualTo("spare"));
    }

    /// <summary>It was enabled when it was taken, so giving it back has disabled nothing.</summary>
    [Test]
    public async Task An_operator_s_disable_stays_when_something_is_on_a_spare_that_was_being_given_back()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1:0"], "vm1");
        var service = (await masakari.Life.Get<INova>().FindServiceAsync("s1", default)).Value!;
        await masakari.Life.Get<INovaChanges>().EnableServiceAsync(service, OpenPermit.Instance, default);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        masakari.Cloud.Fail(new FaultRule { Path = "*/os-migrations", Effect = new FaultEffect.Status(500) });
        await masakari.AbortAsync(notification);
        await masakari.EndAsync(notification);

        await masakari.Life.ExecuteAsync("UPDATE spare_journal SET state = 'giving_back'");
        masakari.Cloud.AddServer("s1", "vm2");
        masakari.Cloud.WriteService("s1", disabled: true);
        masakari.Cloud.StopFailing();
        await masakari.PassAsync(120);

        Assert.That(await masakari.QueryAsync<string>("SELECT state FROM spare_journal"), Is.EqualTo(["kept"]));
        Assert.That(masakari.Cloud.Host("s1").IsDisabled, Is.True, "the operator's disable was undone");
    }

    /// <summary>A sweep that waited for the end of the pause would be taken for one that is stuck.</summary>
    [Test]
    public async Task A_spare_is_decided_about_after_a_pause_and_the_sweep_goes_on_meanwhile()
    {
        await using var masakari = await BeginUndecidedAsync();
        await masakari.PauseAsync();
        masakari.Cloud.StopFailing();

        await masakari.PassAsync(900);
        Assert.That(await masakari.MembersAsync("rack"), Does.Contain("s1"));
        Assert.That(masakari.Life.Get<Pulses>().FindStuck(), Is.Null);

        await masakari.ResumeAsync();
        await masakari.PassAsync(60);
        Assert.That(await masakari.MembersAsync("rack"), Is.EqualTo(["c1"]));
    }

    /// <summary>A pause that comes when the sweep has begun to decide ends the decision.</summary>
    [Test]
    public async Task A_pause_in_the_midst_of_a_decision_does_not_stop_the_sweep()
    {
        await using var masakari = await BeginUndecidedAsync();
        masakari.Cloud.StopFailing();
        var before = ListsOfAggregates();
        masakari.Cloud.Fail(new FaultRule
        {
            Path = "*/os-aggregates", Method = "GET", Times = 1, Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(10)),
        });
        await masakari.UntilAsync(() => ListsOfAggregates() > before);

        await masakari.PauseAsync();
        await masakari.PassAsync(900);
        Assert.That(await masakari.MembersAsync("rack"), Does.Contain("s1"));
        Assert.That(masakari.Life.Get<Pulses>().FindStuck(), Is.Null);

        await masakari.ResumeAsync();
        await masakari.PassAsync(60);
        Assert.That(await masakari.MembersAsync("rack"), Is.EqualTo(["c1"]));

        int ListsOfAggregates() => masakari.Cloud.Calls.Count(call => call.Method == "GET" && call.Path.EndsWith("/os-aggregates"));
    }

    /// <summary>Nova hides the instances on the spare and shows its service: what landed there is known from the first recovery.</summary>
    [Test]
    public async Task A_spare_that_an_earlier_recovery_of_the_host_has_filled_is_not_given_back()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1"], "vm1", "vm2");
        masakari.Cloud.PlanEvacuation("vm2", EvacuationOutcome.BuildFails);
        var first = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 2);
        masakari.Cloud.Fail(new FaultRule { Path = "*/os-migrations", Effect = new FaultEffect.Status(500) });
        await masakari.UntilAsync(() => masakari.HostsOf("vm1").Single() == "s1");
        await masakari.PassAsync(10);
        await masakari.AbortAsync(first);
        await masakari.EndAsync(first);
        Assert.That(await masakari.QueryAsync<string>("SELECT state FROM spare_journal"), Is.EqualTo(["taken"]), "decided");

        masakari.Cloud.StopFailing();
        masakari.Cloud.PlanEvacuation("vm2", EvacuationOutcome.BuildFails);
        var second = await masakari.NotifyAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 3);
        masakari.Cloud.LoseCellOf("s1", CellData.Servers, duration: TimeSpan.FromSeconds(600));
        await masakari.PassAsync(10);
        await masakari.AbortAsync(second);
        await masakari.EndAsync(second);
        await masakari.PassAsync(120);

        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, true)), "given back with an instance on it");
    }

    /// <summary>
    /// The recovery is over, its spare s1 is in the aggregate rack by its doing, and an operator has disabled s1 since. Nova does not show the
    /// evacuations until it stops failing.
    /// </summary>
    private static async Task<MasakariScenario> BeginUndecidedAsync()
    {
        var masakari = await SpareStory.BeginWithAsync(SpareStory.Aggregates, "reserved_host", ["s1:0"], "vm1");
        masakari.Cloud.AddAggregate("rack", "c1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        masakari.Cloud.Fail(new FaultRule { Path = "*/os-migrations", Effect = new FaultEffect.Status(500) });
        await masakari.AbortAsync(notification);
        await masakari.EndAsync(notification);
        masakari.Cloud.WriteService("s1", disabled: true, reason: "memory is being replaced");
        return masakari;
    }
}
