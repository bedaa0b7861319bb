using System.Text.Json;

namespace Masakari.Tests.RealCloud;

/// <summary>The recovery methods in a real OpenStack: which host takes the instances, and what becomes of the spares.</summary>
[Explicit("Takes four minutes."), Category("RealCloud"), Category("Long")]
internal sealed class MethodsRealCloudTests
{
    private const string Dead = "compute1";

    private LabStory? story;

    [TearDown]
    public async Task EndAsync()
    {
        if (story is not null) await story.DisposeAsync();
        story = null;
    }

    /// <summary>The first spare is full after 10 servers of 64 MiB: the others go to the second one.</summary>
    [Test]
    public async Task A_second_spare_takes_what_the_first_one_has_no_room_for()
    {
        var servers = await BeginAsync("reserved_host", spares: ["compute3", "compute4"], count: 30);
        await story!.Placement.FillAsync("compute4", freeMiB: 640);

        var end = await story.UntilOverAsync(await story.StrikeAsync(Dead));

        await AssertMovedAsync(end, servers, "compute3", "compute4");
        var (third, fourth) = (await story.HostAsync("compute3"), await story.HostAsync("compute4"));
        Assert.Multiple(() =>
        {
            Assert.That(third.GetProperty("reserved").GetBoolean(), Is.False, "compute3 is an ordinary host now");
            Assert.That(fourth.GetProperty("reserved").GetBoolean(), Is.False, "compute4 is an ordinary host now");
        });
        Assert.That(await story.Nova.IsEnabledAsync("compute2"), "nothing was done to compute2");
    }

    /// <summary>The ordinary hosts are full.</summary>
    [Test]
    public async Task The_spare_is_taken_when_no_other_host_has_room()
    {
        var servers = await BeginAsync("auto_priority", spares: ["compute4"], count: 6);
        await story!.Placement.FillAsync("compute2", freeMiB: 0);
        await story.Placement.FillAsync("compute3", freeMiB: 0);

        var end = await story.UntilOverAsync(await story.StrikeAsync(Dead));

        await AssertMovedAsync(end, servers, "compute4");
        Assert.That((await story.HostAsync("compute4")).GetProperty("reserved").GetBoolean(), Is.False);
    }

    [Test]
    public async Task Any_host_is_taken_when_there_is_no_spare()
    {
        var servers = await BeginAsync("rh_priority", spares: [], count: 6);

        var end = await story!.UntilOverAsync(await story.StrikeAsync(Dead));

        await AssertMovedAsync(end, servers, "compute2", "compute3", "compute4");
    }

    [Test]
    public async Task Two_of_four_hosts_die_at_once()
    {
        var servers = await BeginAsync("auto", spares: [], count: 10);
        var others = await TheLab.Lab.BootAsync("compute2", 10);

        await Task.WhenAll(TheLab.Lab.KillAsync(Dead), TheLab.Lab.KillAsync("compute2"));
        var reports = await Task.WhenAll(story!.ReportHostAsync(Dead), story.ReportHostAsync("compute2"));
        var ends = await Task.WhenAll(reports.Select(story.UntilOverAsync));

        await AssertMovedAsync(ends[0], servers, "compute3", "compute4");
        Assert.That(LabStory.Status(ends[1]), Is.EqualTo("finished"));
        await AssertOnAsync(others, "compute2", "compute3", "compute4");
    }

    [Test]
    public async Task Nothing_is_moved_in_a_segment_that_is_switched_off()
    {
        var servers = await BeginAsync("auto", spares: [], count: 2);
        await story!.DisableSegmentAsync();

        var end = await story.UntilOverAsync(await story.StrikeAsync(Dead));

        Assert.That(LabStory.Status(end), Is.EqualTo("ignored"));
        Assert.That(await story.EvacuationsAsync(Dead), Is.Empty);
        Assert.That(await story.Nova.IsEnabledAsync(Dead), "its nova-compute is not disabled");
        foreach (var server in servers) Assert.That((await story.Nova.ServerAsync(server)).Host, Is.EqualTo(Dead));
    }

    private async Task<IReadOnlyList<Guid>> BeginAsync(string method, IReadOnlyList<string> spares, int count)
    {
        story = await LabStory.BeginAsync(method, spares);
        return await TheLab.Lab.BootAsync(Dead, count);
    }

    private async Task AssertMovedAsync(JsonElement end, IReadOnlyList<Guid> servers, params string[] onto)
    {
        Assert.That(LabStory.Status(end), Is.EqualTo("finished"));
        await AssertOnAsync(servers, Dead, onto);
    }

    private async Task AssertOnAsync(IReadOnlyList<Guid> servers, string source, params string[] onto)
    {
        var landed = (await story!.EvacuationsAsync(source)).Where(one => one.Status is "done" or "completed").ToList();
        var now = await Task.WhenAll(servers.Select(story.Nova.ServerAsync));
        await LabStory.WriteAsync($"{source}: {string.Join(", ", now.CountBy(server => server.Host ?? "no host").Select(host => $"{host.Value} on {host.Key}"))}");
        Assert.Multiple(() =>
        {
            Assert.That(now.Select(server => server.Host), Is.All.AnyOf(onto), "their host");
            Assert.That(now.Select(server => server.VmState), Is.All.EqualTo("active"));
            Assert.That(now.Select(server => server.Locked), Has.None.True, "locked");
            Assert.That(landed.Select(one => one.Instance), Is.EquivalentTo(servers), "each landed once");
        });
    }
}
