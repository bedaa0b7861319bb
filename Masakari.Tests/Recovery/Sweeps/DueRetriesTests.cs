using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Sweeps;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Sweeps;

internal sealed class DueRetriesTests(string kind) : OnEveryDatabase(kind)
{
    private readonly Guid notification = Guid.NewGuid();

    [Test]
    public async Task Rings_a_failed_notification_that_is_due()
    {
        await FailedAsync(due: "2001-01-01 00:00:00");

        Assert.That(await SweepAsync(), Is.EqualTo(new[] { notification }));
    }

    [Test]
    public async Task Lets_a_failed_notification_wait_for_its_time()
    {
        await FailedAsync(due: "2999-01-01 00:00:00");

        Assert.That(await SweepAsync(), Is.Empty);
        Assert.That(await StatusAsync(), Is.EqualTo("error"));
    }

    [Test]
    public async Task Gives_up_a_failed_notification_that_gets_no_further_attempt()
    {
        await FailedAsync(due: null);

        Assert.That(await SweepAsync(), Is.Empty);
        Assert.That(await StatusAsync(), Is.EqualTo("failed"));
    }

    private async Task FailedAsync(string? due)
    {
        await ExecuteAsync("""
            INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES ('2026-01-01 00:00:00', 0, @uuid, '2026-01-01 00:00:00', @uuid, 'COMPUTE_HOST', '{}', 'error')
            """, new { uuid = $"{notification}" });
        await ExecuteAsync("INSERT INTO recovery_work (notification_uuid, attempts, due_at) VALUES (@uuid, 1, @due)", new { uuid = $"{notification}", due });
    }

    /// <summary>The notifications that are rung.</summary>
    private async Task<List<Guid>> SweepAsync()
    {
        var queue = new NotificationQueue();
        var statuses = new NotificationStatusWriter(
            Database, new RetrySchedule(Database, new RetryOptions()), NullLogger<NotificationStatusWriter>.Instance);
        var rows = new SweepRows(NullLogger<SweepRows>.Instance);
        await new DueRetries(Database, new NotificationRepository(Database), statuses, queue, rows).RunAsync(() => { }, default);
        queue.Ring(Guid.Empty, NotificationType.ComputeHost);
        return await queue.ReadAllAsync(NotificationType.ComputeHost, default).TakeWhile(uuid => uuid != Guid.Empty).ToListAsync();
    }

    private Task<string?> StatusAsync() => ScalarAsync<string>("SELECT status FROM notifications");
}
