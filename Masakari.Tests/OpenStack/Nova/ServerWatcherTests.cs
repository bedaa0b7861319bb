using Masakari.Core.OpenStack.Nova;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging;

namespace Masakari.Tests.OpenStack.Nova;

public sealed class ServerWatcherTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForEver = TimeSpan.Zero;

    private FakeClock clock = null!;
    private PolledNova nova = null!;
    private ServerWatcher watcher = null!;

    [SetUp]
    public void SetUp()
    {
        clock = new FakeClock();
        nova = new PolledNova(clock);
        watcher = new ServerWatcher(nova, Interval, clock, new LoggerFactory().CreateLogger<ServerWatcher>());
    }

    [Test]
    public async Task Answers_many_waits_from_one_poll_and_each_host_from_one_list()
    {
        var servers = Enumerable.Range(1, 100).Select(number => Vm(number, number % 2 == 0 ? "c1" : "c2")).ToList();
        nova.Blocked = true;
        var waits = servers.Select(server => watcher.UntilAsync(server, server.Host!, HostOtherThan(server.Host!), ForEver, default)).ToList();
        nova.Unblock();

        await clock.RunAsync(Interval);
        nova.Change([.. servers.Select(server => server with { Host = "c9" })]);
        await clock.RunAsync(Interval);
        await Task.WhenAll(waits);

        Assert.Multiple(() =>
        {
            Assert.That(nova.ChangePolls, Is.LessThanOrEqualTo(4));
            Assert.That(nova.EvacuationPolls, Is.LessThanOrEqualTo(2 * nova.ChangePolls));
            Assert.That(nova.Shows, Is.Zero);
        });
    }

    [Test]
    public async Task Polls_no_more_once_nobody_waits()
    {
        var wait = watcher.UntilAsync(Vm(1), "c1", view => view, ForEver, default);
        await wait;

        await clock.RunAsync(Interval);
        await watcher.UntilAsync(Vm(1), "c1", view => view, ForEver, default);

        Assert.That(nova.ChangePolls, Is.EqualTo(2));
    }

    [Test]
    public async Task Begins_five_minutes_back_and_goes_on_from_Novas_own_clock()
    {
        nova.Skew = TimeSpan.FromHours(1);
        var began = clock.GetUtcNow();
        var wait = watcher.UntilAsync(Vm(1), "c1", HostOtherThan("c1"), ForEver, default);

        await clock.RunAsync(Interval);
        nova.Change(Vm(1, "c2"));
        await clock.RunAsync(Interval);
        await wait;

        Assert.That(nova.Since.Take(2), Is.EqualTo(new[] { began.AddMinutes(-5), began.AddHours(1).AddSeconds(-5) }));
    }

    [Test]
    public async Task Shows_the_evacuations_of_the_instance_alone()
    {
        nova.Evacuate(Vm(2), "c1", "accepted");
        nova.Evacuate(Vm(1), "c1", "error");

        var failed = await watcher.UntilAsync(Vm(1), "c1", view => view.Evacuations.FirstOrDefault(record => record.HasFailed), ForEver, default);

        Assert.That(failed!.InstanceId, Is.EqualTo(Vm(1).Id));
    }

    [Test]
    public async Task Tells_of_evacuations_half_an_interval_before_it_lists_the_servers()
    {
        var told = new List<string>();
        var wait = watcher.UntilAsync(
            Vm(1), "c1", HostOtherThan("c1"),
            news => told.Add($"{string.Join(",", news.Select(one => one.Status))} {nova.ChangePolls}"), ForEver, default);
        await clock.RunAsync(Interval / 2);

        nova.Evacuate(Vm(1), "c1", "done");
        nova.Servers[Vm(1).Id] = Vm(1, "c2");
        await clock.RunAsync(Interval / 2);
        var (before, ended) = (told.ToList(), wait.IsCompleted);
        await clock.RunAsync(Interval / 2);

        Assert.That((before, ended), Is.EqualTo((new[] { " 0", "done 1" }, false)));
        Assert.That((await wait)!.Server!.Host, Is.EqualTo("c2"));
    }

    [Test]
    public async Task Looks_once_for_itself_when_an_evacuation_is_done_that_no_change_has_shown()
    {
        nova.Evacuate(Vm(1), "c1", "done");
        nova.Servers[Vm(1).Id] = Vm(1, "c2");

        var view = await watcher.UntilAsync(Vm(1), "c1", HostOtherThan("c1"), ForEver, default);

        Assert.Multiple(() =>
        {
            Assert.That(view!.Server!.Host, Is.EqualTo("c2"));
            Assert.That(nova.Shows, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Looks_only_once_because_of_an_old_evacuation()
    {
        nova.Evacuate(Vm(1), "c1", "completed");
        nova.Servers[Vm(1).Id] = Vm(1);
        var wait = watcher.UntilAsync(Vm(1), "c1", HostOtherThan("c1"), ForEver, default);

        await clock.RunAsync(5 * Interval);
        nova.Change(Vm(1, "c2"));
        await clock.RunAsync(Interval);
        await wait;

        Assert.That(nova.Shows, Is.EqualTo(1));
    }

    [Test]
    public async Task Looks_for_itself_when_nothing_was_heard_for_a_minute()
    {
        nova.Servers[Vm(1).Id] = Vm(1, "c2");
        var wait = watcher.UntilAsync(Vm(1), "c1", HostOtherThan("c1"), ForEver, default);

        await clock.RunAsync(60.5 * Interval);
        await wait;

        Assert.That(nova.Shows, Is.EqualTo(1));
    }

    [Test]
    public async Task Takes_a_last_look_when_the_limit_passes()
    {
        nova.Servers[Vm(1).Id] = Vm(1, "c2");

        var wait = watcher.UntilAsync(Vm(1), "c1", HostOtherThan("c1"), TimeSpan.FromSeconds(0.5), default);
        await clock.RunAsync(TimeSpan.FromSeconds(0.5));

        Assert.That((await wait)!.Server!.Host, Is.EqualTo("c2"));
    }

    [Test]
    public async Task Gives_nothing_when_the_last_look_shows_nothing_new()
    {
        nova.Servers[Vm(1).Id] = Vm(1);

        var wait = watcher.UntilAsync(Vm(1), "c1", HostOtherThan("c1"), TimeSpan.FromSeconds(0.5), default);
        await clock.RunAsync(TimeSpan.FromSeconds(0.5));

        Assert.That(await wait, Is.Null);
    }

    [Test]
    public async Task Goes_on_when_a_poll_fails()
    {
        nova.Failing = true;
        var wait = watcher.UntilAsync(Vm(1), "c1", view => view, ForEver, default);
        await clock.RunAsync(Interval);

        nova.Failing = false;
        await clock.RunAsync(Interval);

        Assert.That(await wait, Is.Not.Null);
    }

    [Test]
    public async Task Shows_a_deleted_instance_as_gone()
    {
        nova.Change(Vm(1) with { VmState = "deleted" });

        var view = await watcher.UntilAsync(Vm(1), "c1", view => view, ForEver, default);

        Assert.That(view!.Server, Is.Null);
    }

    [Test]
    public async Task Hands_what_a_verdict_throws_to_its_own_caller_only()
    {
        var broken = watcher.UntilAsync<InstanceView>(Vm(1), "c1", _ => throw new InvalidOperationException("bug"), ForEver, default);
        var sound = watcher.UntilAsync(Vm(2), "c1", HostOtherThan("c1"), ForEver, default);

        Assert.That(async () => await broken, Throws.InvalidOperationException);
        nova.Change(Vm(2, "c2"));
        await clock.RunAsync(1.5 * Interval);
        Assert.That(await sound, Is.Not.Null);
    }

    [Test]
    public async Task Cancelling_one_wait_leaves_the_others()
    {
        using var caller = new CancellationTokenSource();
        var cancelled = watcher.UntilAsync(Vm(1), "c1", HostOtherThan("c1"), ForEver, caller.Token);
        var other = watcher.UntilAsync(Vm(2), "c1", HostOtherThan("c1"), ForEver, default);

        await caller.CancelAsync();

        Assert.That(async () => await cancelled, Throws.InstanceOf<OperationCanceledException>());
        nova.Change(Vm(2, "c2"));
        await clock.RunAsync(1.5 * Interval);
        Assert.That(await other, Is.Not.Null);
    }

    [Test]
    public async Task Asks_a_verdict_only_with_a_poll_that_began_after_its_wait()
    {
        nova.Blocked = true;
        var first = watcher.UntilAsync(Vm(1), "c1", view => view, ForEver, default);
        await nova.PollBegunAsync();
        nova.Servers[Vm(2).Id] = Vm(2);
        var second = watcher.UntilAsync(Vm(2), "c1", view => view, ForEver, default);

        nova.Unblock();
        await first;
        var early = second.IsCompleted;
        await clock.RunAsync(1.5 * Interval);
        await second;

        Assert.Multiple(() =>
        {
            Assert.That(early, Is.False);
            Assert.That(nova.ChangePolls, Is.EqualTo(2));
        });
    }

    [Test]
    public void Lets_every_wait_fail_on_a_bug_instead_of_hanging()
    {
        nova.Bug = new NotSupportedException("bug");

        var wait = watcher.UntilAsync(Vm(1), "c1", view => view, ForEver, default);

        Assert.That(async () => await wait, Throws.InstanceOf<NotSupportedException>());
    }

    private static Server Vm(int number, string host = "c1") =>
        new() { Id = new Guid(number, 0, 0, new byte[8]), Name = $"vm-{number}", Host = host, VmState = "active" };

    private static Func<InstanceView, InstanceView?> HostOtherThan(string host) => view => view.Server?.Host == host ? null : view;
}
