using Masakari.Core.Notifications;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Operator;
using Masakari.Host.Sandbox;
using Masakari.Tests.OpenStack.Nova;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>The operator pauses, resumes and aborts recoveries, and confirms that hosts are down.</summary>
public sealed class OperatorOrdersTests
{
    private const string Alice = "alice@ctl1";
    private static readonly string[] Servers = SmallCloud.Names(100);
    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(1);

    [Test]
    public async Task Changes_nothing_in_nova_during_a_pause_and_goes_on_after_it()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") >= 30);

        await Control(masakari).PauseAsync(Alice, "storage is being moved", lasts: null, default);
        await masakari.Clock.RunAsync(Reach);
        var changes = Changes(masakari);
        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(5));
        var changesInThePause = Changes(masakari) - changes;
        var landed = 100 - masakari.Cloud.InstancesOn("c1").Count;
        await Control(masakari).ResumeAsync("bob@ctl2", default);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That(changesInThePause, Is.Zero);
        Assert.That(landed, Is.InRange(30, 99), "what Nova had accepted lands");
        masakari.Cloud.AssertMovedOnce(Servers);
        Assert.That(masakari.Log, Has.Exactly(6).Contains("Recoveries are waiting: the engine is paused by alice@ctl1: storage is being moved"), "at once and each minute");
        Assert.That(masakari.Log, Has.One.Contains("The pause of the engine is over: resumed by bob@ctl2"));
    }

    [Test]
    public async Task Goes_on_by_itself_when_the_time_of_a_pause_is_over()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        await Control(masakari).PauseAsync(Alice, reason: null, TimeSpan.FromMinutes(20), default);
        var began = masakari.Clock.GetUtcNow();
        await masakari.Clock.RunAsync(Reach);

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        var first = masakari.Cloud.Calls.First(IsChange);
        Assert.That((first.At - began).TotalMinutes, Is.InRange(20.0, 20.1));
        Assert.That(first.Kind, Is.EqualTo("PUT os-services/*"), "the host is disabled first");
        masakari.Cloud.AssertMovedOnce("vm1");
    }

    [Test]
    public async Task Leaves_an_instance_alone_that_was_evacuated_by_hand_during_the_pause()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "lock", Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(2)) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("lock") > 0);
        await Control(masakari).PauseAsync(Alice, reason: null, TimeSpan.FromMinutes(5), default);
        await masakari.Clock.RunAsync(Reach);

        await EvacuateByHandAsync(masakari, "vm1");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Ends_an_aborted_recovery_failed_and_takes_the_locks_off(bool duringAPause)
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") >= 30);
        if (duringAPause) await Control(masakari).PauseAsync(Alice, reason: null, lasts: null, default);

        await Control(masakari).AbortAsync(notification, Alice, "wrong host", default);
        await masakari.Clock.RunAsync(Reach);
        var sent = Changes(masakari) - masakari.Cloud.CountCalls("unlock");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        Assert.That(Changes(masakari) - masakari.Cloud.CountCalls("unlock"), Is.EqualTo(sent));
        Assert.That(masakari.Cloud.InstancesOn("c1"), Is.Not.Empty);
        Assert.That(Servers.Where(server => masakari.Cloud.Server(server).IsLocked), Is.Empty);
        Assert.That((await masakari.FindAsync(notification)).Message, Is.EqualTo("Aborted by alice@ctl1: wrong host."));
    }

    [Test]
    public async Task Aborts_a_recovery_that_waits_for_silence_at_once()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(20));

        await Control(masakari).AbortAsync(notification, Alice, reason: null, default);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(2));

        Assert.That((await masakari.FindAsync(notification)).Status, Is.EqualTo(NotificationStatus.Failed));
        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.Zero);
    }

    [Test]
    public async Task Aborts_a_recovery_that_waits_for_its_next_attempt()
    {
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick + "[recovery]\nretry_first_seconds = 600", options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(400) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(notification, NotificationStatus.Error);

        await Control(masakari).AbortAsync(notification, Alice, reason: null, default);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(10));

        Assert.That((await masakari.FindAsync(notification)).Status, Is.EqualTo(NotificationStatus.Failed));
        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.EqualTo(1));
    }

    [Test]
    public async Task Evacuates_a_host_that_is_confirmed_down_as_soon_as_nova_calls_it_down()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        var began = masakari.Clock.GetUtcNow();
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(80));

        await Control(masakari).ConfirmDownAsync("c1", Alice, default);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That((masakari.Cloud.CallsOf("evacuate")[0].At - began).TotalSeconds, Is.InRange(80, 82));
        Assert.That(masakari.Log, Has.One.Contains("host c1 may be evacuated: confirmed down by alice@ctl1"));
    }

    [Test]
    public async Task Takes_no_word_for_a_host_that_has_been_heard_of_since()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        await Control(masakari).ConfirmDownAsync("c1", Alice, default);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(60));
        var began = masakari.Clock.GetUtcNow();

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That((masakari.Cloud.CallsOf("evacuate")[0].At - began).TotalSeconds, Is.InRange(165, 182));
    }

    private static EngineControl Control(MasakariScenario masakari) => masakari.Life.Get<EngineControl>();

    private static int Changes(MasakariScenario masakari) => masakari.Cloud.Calls.Count(IsChange);

    private static bool IsChange(SimulatedCall call) => call is { IsKeystone: false, Method: not "GET" };

    private static Task EvacuateByHandAsync(MasakariScenario masakari, string server) =>
        masakari.Life.Get<INovaChanges>().EvacuateAsync(masakari.Cloud.Server(server).Id, target: null, OpenPermit.Instance, default);
}
