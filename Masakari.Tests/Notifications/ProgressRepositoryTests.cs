using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Notifications;

internal sealed class ProgressRepositoryTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly Guid Notification = Guid.Parse("0f1dc0aa-4f55-4c31-9d54-1b8e0b2f3c10");

    private ProgressRepository Repository => new(
        Database, new LogbookRepository(Database, Options, new LogbookOptions(), Clock, NullLogger<Database>.Instance), NullLogger<ProgressRepository>.Instance);

    [Test]
    public async Task Shows_what_each_task_reported_and_its_last_state()
    {
        await ReportAsync(1, "StopInstanceTask", "RUNNING", 0.0, "Stopping");
        await ReportAsync(1, "StopInstanceTask", "SUCCESS", 1.0, "Stopped");
        await ReportAsync(1, "StartInstanceTask", "RUNNING", 0.0, "Starting");
        await ReportAsync(1, "StopInstanceTask", "REVERTED", 1.0, message: null);

        var details = await Repository.DetailsAsync(Notification, default);

        Assert.That(details.Select(d => (d.Name, d.State, d.Progress)), Is.EqualTo([("StopInstanceTask", "REVERTED", 1.0), ("StartInstanceTask", "RUNNING", 0.0)]));
        Assert.That(details[0].Steps.Select(step => step.Message), Is.EqualTo(["Stopping", "Stopped"]));
        Assert.That(details[0].Steps[0].At, Is.EqualTo(new DateTimeOffset(2026, 11, 22, 8, 0, 1, TimeSpan.Zero).AddMicroseconds(104512)));
    }

    [Test]
    public async Task Shows_a_task_again_for_each_flow()
    {
        await ReportAsync(1, "DisableComputeServiceTask", "SUCCESS", 1.0, "disabled");
        await ReportAsync(2, "DisableComputeServiceTask", "SUCCESS", 1.0, "disabled");

        Assert.That(await Repository.DetailsAsync(Notification, default), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Leaves_out_a_task_that_reported_nothing()
    {
        await ReportAsync(1, "StopInstanceTask", "PENDING", 0.0, message: null);

        Assert.That(await Repository.DetailsAsync(Notification, default), Is.Empty);
    }

    private Task<int> ReportAsync(int flow, string task, string state, double progress, string? message) => ExecuteAsync("""
        INSERT INTO recovery_progress (notification_uuid, flow, task, state, progress, at, message)
        VALUES (@uuid, @flow, @task, @state, @progress, '2026-11-22 08:00:01.104512', @message)
        """, new { uuid = Notification.ToText(), flow, task, state, progress, message });
}
