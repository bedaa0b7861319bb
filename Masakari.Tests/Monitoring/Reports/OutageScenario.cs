using Masakari.Core.Monitoring.Reports;

namespace Masakari.Tests.Monitoring.Reports;

/// <summary>The API is away for an hour, and the monitors are killed twice meanwhile.</summary>
[NonParallelizable]
internal sealed class OutageScenario
{
    [Test]
    public async Task What_still_holds_arrives_once_and_in_order_and_a_guest_that_recovered_is_not_reported()
    {
        await using var life = new SenderLife();
        life.Cloud.Unplug(SenderLife.Post);

        await life.AddAsync(SomeReports.Crash("i1"));
        await life.AddAsync(SomeReports.Crash("i2"));
        await life.Clock.RunAsync(TimeSpan.FromMinutes(20));
        await life.KillAsync();
        life.Start();
        await life.AddAsync(Crash(life, "i3"));
        await life.AddAsync(SomeReports.Loss("c8"));
        await life.Clock.RunAsync(TimeSpan.FromMinutes(20));
        await life.KillAsync();
        life.Start();
        life.Monitor.Recovered["i2"] = true;
        await life.AddAsync(Crash(life, "i4"));
        await life.Clock.RunAsync(TimeSpan.FromMinutes(20));
        var before = life.Posted.Count;
        life.Cloud.On(SenderLife.Post, (202, SenderLife.Stored));
        await life.Clock.RunUntilAsync(() => life.Spool.Count == 0, TimeSpan.FromMinutes(2));

        Assert.That(life.PostedSubjects.Skip(before), Is.EqualTo(["i1", "i3", "c8", "i4"]));
        Assert.That(
            life.Posted.Skip(before).Select(body => $"{body["generated_time"]}"[11..16]), Is.EqualTo(["12:00", "12:20", "12:00", "12:40"]));
        Assert.That(life.Log.Lines, Has.One.StartWith("7003 "));

        await life.KillAsync();
        life.Start();
        await life.Clock.RunAsync(TimeSpan.FromMinutes(5));
        Assert.That(life.Posted, Has.Count.EqualTo(before + 4), "nothing is sent twice");
    }

    private static MonitorReport Crash(SenderLife life, string instance) =>
        SomeReports.Crash(instance) with { GeneratedAt = life.Clock.GetUtcNow() };
}
