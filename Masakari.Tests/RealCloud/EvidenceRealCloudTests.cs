namespace Masakari.Tests.RealCloud;

/// <summary>What a real Nova shows of a dead host while others write its record, and of a host that comes back.</summary>
[Category("RealCloud")]
internal sealed class EvidenceRealCloudTests
{
    private HostFailure? failure;

    [TearDown]
    public async Task EndAsync()
    {
        if (failure is not null)
            await failure.DisposeAsync();
        failure = null;
    }

    /// <summary>The first one while Nova still calls the host up, the second one when it calls the host down.</summary>
    [Test]
    public async Task Two_writes_of_an_operator_on_the_dead_host_do_not_stop_its_evacuation()
    {
        failure = await HostFailure.PrepareAsync(guests: 6);
        using var over = new CancellationTokenSource();

        await failure.StrikeAsync();
        var first = failure.Nova.DisableAsync(HostFailure.Host, "power supply broken", over.Token);
        await Poll.UntilAsync(
            "compute1 down", () => failure.Nova.IsUpAsync(HostFailure.Host), up => !up, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        var second = failure.Nova.DisableAsync(HostFailure.Host, "power supply broken, ticket 4711", over.Token);
        var end = await failure.UntilAsync("end of the recovery", progress => progress.IsOver);

        Assert.That(end.Status, Is.EqualTo("finished"));
        await Verdict.AssertRecoveredAsync(failure);
        await over.CancelAsync();
        await Task.WhenAll(first, second);
    }

    /// <summary>The calls are spread, so that the host is back before the last one.</summary>
    [Test]
    public async Task A_host_that_comes_back_stops_its_evacuation()
    {
        failure = await HostFailure.PrepareAsync(guests: 10, "[DEFAULT]\nhost_failure_recovery_threads = 1\n[recovery]\nstart_stagger_ms = 4000\nreturned_host_watch_seconds = 20\n");

        await failure.StrikeAsync();
        await failure.UntilAsync("the first has landed", progress => progress.Succeeded >= 1);
        await TheLab.Lab.StartAsync(HostFailure.Host, "kept");
        var end = await failure.UntilAsync("end of the recovery", progress => progress.IsOver && progress.LockedByUs == 0);

        var message = await failure.MessageAsync();
        await TestContext.Out.WriteLineAsync($"{end}; {message}");
        var evacuations = await failure.Nova.EvacuationsAsync(HostFailure.Host, failure.PostedAt.AddSeconds(-1));
        var servers = (await failure.Nova.ServersAsync()).ToDictionary(server => server.Id);
        Assert.Multiple(() =>
        {
            Assert.That(end.OnSource, Is.Positive, "The host came back too late.");
            Assert.That(evacuations.Select(one => one.Instance), Is.Unique, "evacuated once");
            Assert.That(evacuations.Select(one => one.Status), Has.All.EqualTo("done").Or.EqualTo("completed"), "each has landed");
            Assert.That(evacuations, Has.Count.EqualTo(failure.Guests.Count - end.OnSource), "nothing was sent that did not land");
            Assert.That(message, Does.Contain("compute1 reports to Nova again"));
            foreach (var guest in failure.Guests)
            {
                var server = servers[guest.Id];
                if (server.Host == HostFailure.Host) Assert.That(message, Does.Contain($"{guest.Id}"), "named in the message");
                Assert.That(server.Locked, Is.EqualTo(guest.LockedByOwner), $"{guest}: locked");
            }
        });
    }
}
