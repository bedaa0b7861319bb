namespace Masakari.Tests.RealCloud.Clients;

/// <summary><c>openstack segment …</c> and <c>openstack segment host …</c> of Debian's python3-masakariclient.</summary>
internal sealed class SegmentCommandTests : ClientInLab
{
    private const string Nowhere = "00000000-1111-2222-3333-444444444444";

    [Test]
    public async Task Creates_shows_changes_and_deletes_a_segment_by_name_and_by_uuid()
    {
        var made = await Shell.JsonAsync("segment create rack-1 auto COMPUTE --description row-B --is_enabled false");
        var uuid = Text(made, "uuid");
        var byName = await Shell.JsonAsync("segment show rack-1");
        var byUuid = await Shell.JsonAsync($"segment show {uuid}");
        var changed = await Shell.JsonAsync("segment update rack-1 --name rack-2 --recovery_method rh_priority --is_enabled true");

        Assert.That((Text(made, "description"), made.GetProperty("is_enabled").GetBoolean()), Is.EqualTo(("row-B", false)));
        Assert.That(byName.GetRawText(), Is.EqualTo(made.GetRawText()).And.EqualTo(byUuid.GetRawText()));
        Assert.That(
            (Text(changed, "uuid"), Text(changed, "name"), Text(changed, "recovery_method")),
            Is.EqualTo((uuid, "rack-2", "rh_priority")));
        Assert.That(changed.GetProperty("is_enabled").GetBoolean(), Is.True);
        Assert.That(await Shell.DeleteAsync($"segment delete {uuid}"), Is.EqualTo($"Segment deleted: {uuid}"));
        Assert.That(await Shell.RefusedAsync($"segment show {uuid}"), Is.EqualTo($"Segment is not found: {uuid}"));
    }

    [Test]
    public async Task Lists_segments_sorted_filtered_and_page_by_page()
    {
        var first = await Shell.JsonAsync("segment create list-a auto COMPUTE");
        await Shell.JsonAsync("segment create list-b reserved_host COMPUTE");
        await Shell.JsonAsync("segment create list-c auto STORAGE --is_enabled false");

        Assert.That(await NamesAsync("segment list"), Is.EqualTo(new[] { "list-c", "list-b", "list-a" }));
        Assert.That(await NamesAsync("segment list --sort service_type:asc,name:desc"), Is.EqualTo(new[] { "list-b", "list-a", "list-c" }));
        Assert.That(await NamesAsync("segment list --filters recovery_method=auto;service_type=COMPUTE"), Is.EqualTo(new[] { "list-a" }));
        Assert.That(await NamesAsync("segment list --filters enabled=False"), Is.EqualTo(new[] { "list-c" }));
        Assert.That(
            await NamesAsync("segment list --limit 2 --sort id:asc"),
            Is.EqualTo(new[] { "list-a", "list-b", "list-c" }), "The client asks until a page is empty.");
        Assert.That(
            await NamesAsync($"segment list --limit 1 --marker {first.GetProperty("id")} --sort id:asc"),
            Is.EqualTo(new[] { "list-b", "list-c" }));
        Assert.That(
            await Shell.RefusedAsync("segment list --marker 4711"),
            Does.StartWith("BadRequestException: 400").And.Contain("Marker 4711 could not be found."));
        Assert.That(await Shell.DeleteAsync("segment delete list-a list-b list-c"), Does.Contain("Segment deleted: list-c"));
    }

    [Test]
    public async Task Says_why_a_segment_was_refused()
    {
        await Shell.JsonAsync("segment create taken auto COMPUTE");

        Assert.That(
            await Shell.RefusedAsync("segment create taken auto COMPUTE"),
            Does.StartWith("ConflictException: 409").And.EndsWith("Failover segment with name taken already exists."));
        Assert.That(await Shell.RefusedAsync($"segment update {Nowhere} --name other"), Is.EqualTo($"No Segment found for {Nowhere}"));
        Assert.That(await Shell.RefusedAsync("segment show nowhere"), Is.EqualTo("Segment is not found: nowhere"));
        Assert.That(
            await Shell.DeleteAsync($"segment delete {Nowhere} taken"),
            Does.StartWith("ResourceNotFound: 404")
                .And.Contain($"No failover segment with id {Nowhere}.").And.EndsWith("Segment deleted: taken"));
    }

    [Test]
    public async Task Creates_shows_changes_and_deletes_a_host_by_name_and_by_uuid()
    {
        await Shell.JsonAsync("segment create with-host auto COMPUTE");
        var made = await Shell.JsonAsync("segment host create compute1 COMPUTE SSH with-host --reserved True");
        var uuid = Text(made, "uuid");
        var byName = await Shell.JsonAsync("segment host show with-host compute1");
        var byUuid = await Shell.JsonAsync($"segment host show {Text(made, "failover_segment_id")} {uuid}");
        var changed = await Shell.JsonAsync(
            "segment host update with-host compute1 --reserved False --on_maintenance True --control_attributes IPMI");

        Assert.That(
            (Text(made, "name"), made.GetProperty("reserved").GetBoolean(), made.GetProperty("on_maintenance").GetBoolean()),
            Is.EqualTo(("compute1", true, false)));
        Assert.That(byName.GetRawText(), Is.EqualTo(made.GetRawText()).And.EqualTo(byUuid.GetRawText()));
        Assert.That(
            (changed.GetProperty("reserved").GetBoolean(), changed.GetProperty("on_maintenance").GetBoolean()),
            Is.EqualTo((false, true)));
        Assert.That(Text(changed, "control_attributes"), Is.EqualTo("IPMI"));
        Assert.That(await Shell.DeleteAsync("segment host delete with-host compute1"), Is.EqualTo("Host deleted: compute1"));
        Assert.That(await Shell.RefusedAsync($"segment host show with-host {uuid}"), Is.EqualTo($"Segment host is not found: {uuid}"));
        await Shell.DeleteAsync("segment delete with-host");
    }

    [Test]
    public async Task Lists_hosts_sorted_filtered_and_page_by_page()
    {
        await Shell.JsonAsync("segment create hosts auto COMPUTE");
        await Shell.JsonAsync("segment host create compute2 COMPUTE SSH hosts");
        await Shell.JsonAsync("segment host create compute3 SPARE SSH hosts --reserved True");

        Assert.That(await NamesAsync("segment host list hosts"), Is.EqualTo(new[] { "compute3", "compute2" }));
        Assert.That(await NamesAsync("segment host list hosts --sort name:asc --limit 1"), Is.EqualTo(new[] { "compute2", "compute3" }));
        Assert.That(await NamesAsync("segment host list hosts --filters reserved=True;type=SPARE"), Is.EqualTo(new[] { "compute3" }));
        Assert.That(await NamesAsync("segment host list hosts --filters on_maintenance=True"), Is.Empty);
        Assert.That(await Shell.DeleteAsync("segment delete hosts"), Is.EqualTo("Segment deleted: hosts"), "Its hosts go with it.");
    }

    [Test]
    public async Task Says_why_a_host_was_refused()
    {
        await Shell.JsonAsync("segment create strict auto COMPUTE");
        await Shell.JsonAsync("segment host create compute4 COMPUTE SSH strict");

        Assert.That(
            await Shell.RefusedAsync("segment host create compute4 COMPUTE SSH strict"),
            Does.StartWith("ConflictException: 409").And.EndsWith("Host with name compute4 already exists."));
        Assert.That(
            await Shell.RefusedAsync("segment host create compute9 COMPUTE SSH strict"),
            Does.StartWith("BadRequestException: 400").And.EndsWith("Compute service with name compute9 could not be found."));
        Assert.That(await Shell.RefusedAsync("segment host show strict compute9"), Is.EqualTo("Segment host is not found: compute9"));
        Assert.That(await Shell.RefusedAsync($"segment host list {Nowhere}"), Does.StartWith("ResourceNotFound: 404"));
        Assert.That(
            await Shell.RefusedAsync($"segment host delete strict {Nowhere}"),
            Does.StartWith("ResourceNotFound: 404").And.Contain(Nowhere));
        await Shell.DeleteAsync("segment delete strict");
    }
}
