namespace Masakari.Tests.RealCloud;

/// <summary>The recovery of a host in a real OpenStack, reported and observed with the real clients.</summary>
[Category("RealCloud")]
internal sealed class HostRecoveryRealCloudTests
{
    private HostFailure? failure;

    [TearDown]
    public async Task EndAsync()
    {
        if (failure is not null)
            await failure.DisposeAsync();
        failure = null;
    }

    [Test]
    public async Task Moves_every_server_once_into_the_state_of_the_decision_table()
    {
        failure = await HostFailure.PrepareAsync(guests: 20);

        await failure.StrikeAsync();
        var end = await failure.UntilAsync("end of the recovery", progress => progress.IsOver);
        var finishedAt = TimeProvider.System.GetUtcNow();

        Assert.That(end.Status, Is.EqualTo("finished"));
        await PrintAsync(failure, finishedAt);
        await Verdict.AssertRecoveredAsync(failure);
        await AssertShownAsync(failure);
        Assert.That(await failure.Masakari.StopAsync(), Is.Zero);
    }

    private static async Task PrintAsync(HostFailure failure, DateTimeOffset finishedAt)
    {
        var first = await failure.Database.FirstEvacuateAsync(failure.Notification);
        await TestContext.Out.WriteLineAsync(
            $"{failure.Guests.Count} servers: POST -> first evacuate {(first - failure.PostedAt).TotalSeconds:0.0} s, POST -> finished {(finishedAt - failure.PostedAt).TotalSeconds:0.0} s");
    }

    private static async Task AssertShownAsync(HostFailure failure)
    {
        var shown = await failure.Cli.ShowAsync("notification", "show", $"{failure.Notification}");
        var tasks = shown.GetProperty("recovery_workflow_details").EnumerateArray().ToList();
        await TestContext.Out.WriteLineAsync(await failure.Cli.TableAsync("notification", "show", $"{failure.Notification}", "--max-width", "150"));
        Assert.Multiple(() =>
        {
            Assert.That(shown.GetProperty("status").GetString(), Is.EqualTo("finished"));
            Assert.That(
                tasks.Select(task => task.GetProperty("name").GetString()),
                Is.EqualTo(new[] { "DisableComputeServiceTask", "PrepareHAEnabledInstancesTask", "EvacuateInstancesTask" }));
            Assert.That(tasks.Select(task => task.GetProperty("state").GetString()), Has.All.EqualTo("SUCCESS"));
            Assert.That(tasks.Select(task => task.GetProperty("progress_details").GetArrayLength()), Has.All.GreaterThan(0));
        });
        var listed = (await failure.VMovesAsync())[0];
        Assert.That((await failure.VMoveAsync(listed.GetProperty("uuid").GetGuid())).GetRawText(), Is.EqualTo(listed.GetRawText()), "A vmove by itself");
    }
}
