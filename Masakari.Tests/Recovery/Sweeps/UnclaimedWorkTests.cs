using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Sweeps;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Recovery.Sweeps;

internal sealed class UnclaimedWorkTests(string kind) : OnEveryDatabase(kind)
{
    private const int Many = 520;

    private readonly FakeLogCollector log = new();

    [Test]
    public async Task Rings_reports_that_nobody_has_begun()
    {
        var (first, second) = (await ReportAsync(Guid.NewGuid()), await ReportAsync(Guid.NewGuid()));

        Assert.That(await SweepAsync(), Is.EqualTo(new[] { first, second }));
    }

    [TestCase("RACK", "aaaaaaaa-0000-4000-8000-0000000")]
    [TestCase("COMPUTE_HOST", "broken ")]
    public async Task Unreadable_reports_hide_no_other(string type, string uuid)
    {
        for (var number = 0; number < Many; number++) await InsertAsync($"{uuid}{number:00000}", Guid.NewGuid(), type, "new");
        var report = await ReportAsync(Guid.NewGuid());

        Assert.That(await SweepAsync(), Is.EqualTo(new[] { report }));
    }

    [Test]
    public async Task Reports_that_wait_for_the_recovery_of_their_host_hide_no_other()
    {
        var host = Guid.NewGuid();
        var owned = await ReportAsync(host);
        await ExecuteAsync("""
            INSERT INTO recovery_claims (subject, notification_uuid, owner, epoch, lease_until)
            VALUES (@subject, @owned, 'somebody', 1, '2999-01-01')
            """, new { subject = $"host:{host}", owned = $"{owned}" });
        for (var number = 0; number < Many; number++) await ReportAsync(host);
        var report = await ReportAsync(Guid.NewGuid());

        Assert.That(await SweepAsync(), Is.EqualTo(new[] { report }));
    }

    [Test]
    public async Task Reports_that_wait_for_the_original_hide_no_other()
    {
        var host = Guid.NewGuid();
        await InsertAsync($"{Guid.NewGuid()}", host, "COMPUTE_HOST", "running");
        for (var number = 0; number < Many; number++) await ReportAsync(host);
        var report = await ReportAsync(Guid.NewGuid());

        Assert.That(await SweepAsync(), Is.EqualTo(new[] { report }));
    }

    [Test]
    public async Task A_row_without_a_uuid_is_logged_once_and_stops_no_other()
    {
        await InsertAsync("zzzzzzzz-0000-4000-8000-000000000000", Guid.NewGuid(), "COMPUTE_HOST", "new");
        await InsertAsync("broken", Guid.NewGuid(), "COMPUTE_HOST", "new");
        var report = await ReportAsync(Guid.NewGuid());
        var rows = new SweepRows(new FakeLogger<SweepRows>(log));

        var first = await SweepAsync(rows);
        var second = await SweepAsync(rows);

        Assert.That((first, second), Is.EqualTo((new[] { report }, new[] { report })));
        var lines = log.GetSnapshot().Select(line => line.Message).ToList();
        Assert.That(lines, Has.Count.EqualTo(2));
        Assert.That(lines, Has.Some.Contains("'broken'").And.Some.Contains("'zzzzzzzz-0000"));
    }

    private async Task<Guid> ReportAsync(Guid host)
    {
        var uuid = Guid.NewGuid();
        await InsertAsync($"{uuid}", host, "COMPUTE_HOST", "new");
        return uuid;
    }

    private Task InsertAsync(string uuid, Guid host, string type, string status) => ExecuteAsync("""
        INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
        VALUES ('2026-01-01 00:00:00', 0, @uuid, '2026-01-01 00:00:00', @host, @type, '{}', @status)
        """, new { uuid, host = $"{host}", type, status });

    /// <summary>The notifications that are rung.</summary>
    private async Task<Guid[]> SweepAsync(SweepRows? rows = null)
    {
        var queue = new NotificationQueue();
        rows ??= new SweepRows(new FakeLogger<SweepRows>(log));
        await new UnreadableWork(Database, rows).RunAsync(() => { }, default);
        await new UnclaimedWork(Database, queue, rows).RunAsync(() => { }, default);
        queue.Ring(Guid.Empty, NotificationType.ComputeHost);
        return await queue.ReadAllAsync(NotificationType.ComputeHost, default).TakeWhile(uuid => uuid != Guid.Empty).ToArrayAsync();
    }
}
