namespace Masakari.Tests.RealCloud;

/// <summary>Crashed guests, dead processes and a host that comes back, in a real OpenStack.</summary>
[Explicit("Takes four minutes."), Category("RealCloud"), Category("Long")]
internal sealed class GuestsRealCloudTests
{
    private const string Host = "compute1";

    private LabStory? story;

    [TearDown]
    public async Task EndAsync()
    {
        if (story is not null) await story.DisposeAsync();
        story = null;
    }

    [Test]
    public async Task A_crashed_guest_is_started_again_before_nova_knows()
    {
        var guest = await BeginAsync();
        await TheLab.Lab.CrashAsync(guest);

        var end = await story!.UntilOverAsync(await story.ReportGuestAsync(Host, guest));

        Assert.That(LabStory.Status(end), Is.EqualTo("finished"));
        await AssertRunsAsync(guest);
    }

    /// <summary>Nova's power sync has stopped the guest in its own name before its report comes.</summary>
    [Test]
    public async Task A_guest_that_nova_itself_stopped_is_started()
    {
        var guest = await BeginAsync();
        await TheLab.Lab.CrashAsync(guest);
        await story!.UntilAsync(guest, server => server is { VmState: "stopped", TaskState: null });

        var end = await story.UntilOverAsync(await story.ReportGuestAsync(Host, guest));

        Assert.That(LabStory.Status(end), Is.EqualTo("finished"));
        await AssertRunsAsync(guest);
    }

    /// <summary>The report is late: its user has stopped the guest since.</summary>
    [Test]
    public async Task A_guest_that_its_user_has_stopped_since_the_crash_stays_stopped()
    {
        var guest = await BeginAsync();
        var crashed = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        await story!.Nova.ActAsync(guest, "os-stop", argument: null);
        await story.UntilAsync(guest, server => server is { VmState: "stopped", TaskState: null });

        var end = await story.UntilOverAsync(await story.ReportGuestAsync(Host, guest, crashed));

        var server = await story.Nova.ServerAsync(guest);
        Assert.That((LabStory.Status(end), server.VmState, server.Locked), Is.EqualTo(("finished", "stopped", false)));
        Assert.That(await story.Nova.ActionsAsync(guest), Does.Not.Contain("start"));
    }

    /// <summary>Nobody has to wait a minute, as with the original.</summary>
    [Test]
    public async Task A_guest_that_crashes_again_is_started_again()
    {
        var guest = await BeginAsync();
        await TheLab.Lab.CrashAsync(guest);
        await story!.UntilOverAsync(await story.ReportGuestAsync(Host, guest));
        await TheLab.Lab.CrashAsync(guest);

        var end = await story.UntilOverAsync(await story.ReportGuestAsync(Host, guest));

        Assert.That(LabStory.Status(end), Is.EqualTo("finished"));
        await AssertRunsAsync(guest, starts: 2);
    }

    /// <summary>The report about nova-compute disables the service only; when the host dies, its guests are moved.</summary>
    [Test]
    public async Task A_dead_nova_compute_does_not_hide_the_death_of_its_host()
    {
        var guest = await BeginAsync();

        var process = await story!.UntilOverAsync(await story.ReportProcessAsync(Host, "nova-compute"));
        var isEnabled = await story.Nova.IsEnabledAsync(Host);
        var host = await story.UntilOverAsync(await story.StrikeAsync(Host));

        var server = await story.Nova.ServerAsync(guest);
        Assert.Multiple(() =>
        {
            Assert.That((LabStory.Status(process), LabStory.Status(host)), Is.EqualTo(("finished", "finished")));
            Assert.That(isEnabled, Is.False, "its service is disabled after the report about the process");
            Assert.That(server.Host, Is.Not.EqualTo(Host), "moved");
            Assert.That(server.VmState, Is.EqualTo("active"));
        });
    }

    /// <summary>The host was rebooted: Nova finds its guests stopped, and stops them in its own name. They are started, and none is moved.</summary>
    [Test]
    public async Task The_guests_of_a_host_that_comes_back_are_started_there()
    {
        var guest = await BeginAsync("[DEFAULT]\nwait_period_after_service_update = 60\n");
        var stopped = (await TheLab.Lab.BootAsync(Host, 1, "HA_Enabled=True"))[0];
        await story!.Nova.ActAsync(stopped, "os-stop", argument: null);
        await story.UntilAsync(stopped, server => server is { VmState: "stopped", TaskState: null });

        var report = await story.StrikeAsync(Host);
        await Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System, CancellationToken.None);
        await TheLab.Lab.StartAsync(Host, "stopped");
        await story.UntilOverAsync(report);
        await story.UntilAsync(guest, server => server is { VmState: "active", TaskState: null, Locked: false });

        var end = await story.NotificationAsync(report);
        await LabStory.WriteAsync($"In the end: {LabStory.Status(end)}: {end.GetProperty("message").GetString()}");
        Assert.That(await story.EvacuationsAsync(Host), Is.Empty);
        Assert.That((await story.Nova.ServerAsync(guest)).Host, Is.EqualTo(Host));
        Assert.That((await story.Nova.ServerAsync(stopped)).VmState, Is.EqualTo("stopped"), "the one that its user had stopped");
    }

    /// <returns>A guest that is to be highly available.</returns>
    private async Task<Guid> BeginAsync(string more = "")
    {
        story = await LabStory.BeginAsync("auto", spares: [], more);
        return (await TheLab.Lab.BootAsync(Host, 1, "HA_Enabled=True"))[0];
    }

    private async Task AssertRunsAsync(Guid guest, int starts = 1)
    {
        var server = await story!.UntilAsync(guest, one => !one.Locked);
        var actions = await story.Nova.ActionsAsync(guest);
        Assert.Multiple(() =>
        {
            Assert.That((server.VmState, server.PowerState, server.Host), Is.EqualTo(("active", 1, Host)));
            Assert.That(actions.Count(action => action == "start"), Is.EqualTo(starts), string.Join(", ", actions));
        });
    }
}
