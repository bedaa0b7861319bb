using Masakari.Core;
using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Operator;
using Masakari.Tests.Persistence;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Operator;

internal sealed class EngineControlTests(string kind) : OnEveryDatabase(kind)
{
    private const string Alice = "alice@ctl1";
    private readonly Guid notification = Guid.NewGuid();

    private EngineControl Control => new(Database, new NotificationRepository(Database), new HostRepository(Database));

    [Test]
    public async Task Pauses_until_somebody_resumes()
    {
        await Control.PauseAsync(Alice, "storage is being moved", lasts: null, default);
        var paused = await Control.ReadAsync(default);
        await Control.ResumeAsync("bob@ctl2", default);
        var resumed = await Control.ReadAsync(default);

        Assert.That(paused.Pause, Is.EqualTo("by alice@ctl1: storage is being moved"));
        Assert.That((resumed.Pause, resumed.ResumedBy), Is.EqualTo(((string?)null, "bob@ctl2")));
    }

    [Test]
    public async Task Keeps_the_last_order_to_reload()
    {
        var none = await Control.LastReloadAsync(default);
        await Control.ReloadAsync(Alice, default);
        var first = await Control.LastReloadAsync(default);
        await Control.ReloadAsync("bob@ctl2", default);
        var second = await Control.LastReloadAsync(default);

        Assert.That((none, first?.By, second?.By), Is.EqualTo(((ReloadOrder?)null, Alice, "bob@ctl2")));
        Assert.That(second!.Id, Is.Not.EqualTo(first!.Id));
    }

    [Test]
    public async Task Lets_a_pause_lapse()
    {
        await Control.PauseAsync(Alice, reason: null, TimeSpan.FromMinutes(30), default);
        var paused = await Control.ReadAsync(default);
        await ExecuteAsync("UPDATE engine_control SET until_at = '2020-01-01 00:00:00.000000'");
        var lapsed = await Control.ReadAsync(default);

        Assert.That(paused.Pause, Does.StartWith("by alice@ctl1 until 20"));
        Assert.That((lapsed.Pause, lapsed.ResumedBy), Is.EqualTo(((string?)null, (string?)null)));
    }

    [TestCase("new")]
    [TestCase("running")]
    [TestCase("error")]
    public async Task Aborts_what_is_not_over(string status)
    {
        await StoreAsync(status);

        var refusal = await Control.AbortAsync(notification, Alice, "wrong host", default);

        Assert.That(refusal, Is.Null);
        Assert.That((await Control.ReadAsync(default)).Aborts, Is.EqualTo(new Dictionary<Guid, string> { [notification] = "by alice@ctl1: wrong host" }));
    }

    [Test]
    public async Task Aborts_neither_the_unknown_nor_what_is_over()
    {
        var unknown = await Control.AbortAsync(notification, Alice, reason: null, default);
        await StoreAsync("finished");
        var over = await Control.AbortAsync(notification, Alice, reason: null, default);

        Assert.That((unknown?.Kind, over?.Kind), Is.EqualTo((RefusalKind.NotFound, RefusalKind.Conflict)));
        Assert.That(over!.Message, Is.EqualTo($"Notification {notification} is finished already."));
        Assert.That((await Control.ReadAsync(default)).Aborts, Is.Empty);
    }

    [Test]
    public async Task Takes_the_word_for_a_dead_host_until_it_is_heard_of_again()
    {
        var seed = new Seed(Database, Clock);
        await seed.HostAsync(await seed.SegmentAsync("s1"), "c1");

        var refusal = await Control.ConfirmDownAsync("c1", Alice, default);

        Assert.That(refusal, Is.Null);
        var word = await Control.FindConfirmationAsync("c1", default);
        Assert.That((word?.By, word?.HoldsAfter(silence: TimeSpan.FromHours(1))), Is.EqualTo((Alice, true)));
        Assert.That(await Control.FindConfirmationAsync("c2", default), Is.Null);

        await Control.DropConfirmationAsync("c1", word!, default);
        Assert.That(await Control.FindConfirmationAsync("c1", default), Is.Null);
    }

    [Test]
    public async Task A_younger_word_is_not_dropped_with_the_one_before()
    {
        var seed = new Seed(Database, Clock);
        await seed.HostAsync(await seed.SegmentAsync("s1"), "c1");
        await Control.ConfirmDownAsync("c1", Alice, default);
        var word = await Control.FindConfirmationAsync("c1", default);
        await ExecuteAsync("UPDATE confirmed_down SET confirmed_at = '2100-01-01 00:00:00'", new { });

        await Control.DropConfirmationAsync("c1", word!, default);

        Assert.That(await Control.FindConfirmationAsync("c1", default), Is.Not.Null);
    }

    [TestCase(10, null, ExpectedResult = true)]
    [TestCase(10, 9, ExpectedResult = true)]   // Nova shows whole seconds
    [TestCase(10, 8, ExpectedResult = false)]
    [TestCase(-60, 200, ExpectedResult = false)]   // the database's clock was set back since
    [TestCase(-60, null, ExpectedResult = false)]
    public static bool A_word_holds_after_a_silence_that_is_longer_than_it_is_old(int age, int? silence)
    {
        var word = new Confirmation(Alice, default, TimeSpan.FromSeconds(age));
        return word.HoldsAfter(silence is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    [Test]
    public async Task Knows_no_host_of_that_name()
    {
        var refusal = await Control.ConfirmDownAsync("c9", Alice, default);

        Assert.That(refusal, Is.EqualTo(Refusal.NotFound("No host named 'c9' in any segment.")));
    }

    [Test]
    public async Task Reaches_every_process_within_half_a_second()
    {
        var clock = new FakeClock();
        using var one = new OperatorOrders(Control, clock, NullLogger<OperatorOrders>.Instance);
        using var two = new OperatorOrders(Control, clock, NullLogger<OperatorOrders>.Instance);
        Assert.That(((await one.LookAsync(default)).Pause, (await two.LookAsync(default)).Pause), Is.EqualTo(((string?)null, (string?)null)));

        await Control.PauseAsync(Alice, reason: null, lasts: null, default);
        clock.Advance(TimeSpan.FromSeconds(0.5));

        Assert.That(((await one.LookAsync(default)).Pause, (await two.LookAsync(default)).Pause), Is.EqualTo(("by alice@ctl1", "by alice@ctl1")));
    }

    private Task<int> StoreAsync(string status) => ExecuteAsync("""
        INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
        VALUES ('2026-01-01 00:00:00', 0, @uuid, '2026-01-01 00:00:00', @uuid, 'COMPUTE_HOST', '{}', @status)
        """, new { uuid = $"{notification}", status });
}
