using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Masakari.Tests.Cli.Client;

/// <summary>The verbs against the running service: password login, real HTTP.</summary>
public sealed partial class VerbTests
{
    private const string Stopped = """{"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"}""";
    private const string Started = """{"event": "STARTED"}""";

    private ServedCloud cloud = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        cloud = await ServedCloud.StartAsync();
        await cloud.AskAsync("segment", "create", "rack-1", "auto", "COMPUTE", "--description", "row B");
        await cloud.AskAsync("segment", "create", "rack-2", "reserved_host", "COMPUTE");
        foreach (var host in cloud.Stage.HostNames)
            await cloud.AskAsync("host", "create", host, "COMPUTE", "none", "rack-1");
    }

    [OneTimeTearDown]
    public async Task Stop() => await cloud.DisposeAsync();

    [Test]
    public async Task Lists_as_the_openstack_client_does()
    {
        var table = await cloud.AskAsync("segment", "list", "--sort", "name:asc");

        Assert.That(Settled(table), Is.EqualTo("""
            +--------------------------------------+--------+-------------+--------------+-----------------+------------+
            | uuid                                 | name   | description | service_type | recovery_method | is_enabled |
            +--------------------------------------+--------+-------------+--------------+-----------------+------------+
            | UUID________________________________ | rack-1 | row B       | COMPUTE      | auto            | True       |
            | UUID________________________________ | rack-2 | None        | COMPUTE      | reserved_host   | True       |
            +--------------------------------------+--------+-------------+--------------+-----------------+------------+
            """));
    }

    [Test]
    public async Task Shows_as_the_openstack_client_does()
    {
        var table = await cloud.AskAsync("segment", "host", "show", "rack-1", "compute-2");

        Assert.That(Settled(table), Is.EqualTo("""
            +---------------------+--------------------------------------+
            | Field               | Value                                |
            +---------------------+--------------------------------------+
            | created_at          | TIME______________________           |
            | updated_at          | None                                 |
            | uuid                | UUID________________________________ |
            | name                | compute-2                            |
            | type                | COMPUTE                              |
            | control_attributes  | none                                 |
            | reserved            | False                                |
            | on_maintenance      | False                                |
            | failover_segment_id | UUID________________________________ |
            +---------------------+--------------------------------------+
            """));
    }

    [TestCase("json", """
        [
          {
            "name": "rack-1",
            "description": "row B",
            "is_enabled": true
          },
          {
            "name": "rack-2",
            "description": null,
            "is_enabled": true
          }
        ]
        """)]
    [TestCase("yaml", """
        - description: row B
          is_enabled: true
          name: rack-1
        - description: null
          is_enabled: true
          name: rack-2
        """)]
    [TestCase("csv", """
        "name","description","is_enabled"
        "rack-1","row B",True
        "rack-2","",True
        """)]
    [TestCase("value", """
        rack-1 row B True
        rack-2 None True
        """)]
    public async Task Prints_a_list_in_every_format(string format, string expected) => Assert.That(
        await cloud.AskAsync("segment", "list", "--sort", "name:asc", "-f", format, "-c", "description", "-c", "name", "-c", "is_enabled"),
        Is.EqualTo(expected));

    [Test]
    public async Task Changes_a_segment_by_name_and_shows_it()
    {
        await cloud.AskAsync("segment", "create", "rack-3", "auto", "COMPUTE", "--is-enabled", "False");

        var shown = JsonNode.Parse(await cloud.AskAsync(
            "segment", "update", "rack-3", "--name", "rack-4", "--is_enabled", "yes", "--recovery-method", "rh_priority", "-f", "json"))!;

        Assert.That($"{shown["name"]} {shown["is_enabled"]} {shown["recovery_method"]}", Is.EqualTo("rack-4 true rh_priority"));
        Assert.That(await cloud.AskAsync("segment", "delete", "rack-4"), Is.EqualTo("Segment deleted: rack-4"));
    }

    [Test]
    public async Task Deletes_what_it_can_and_says_what_it_cannot()
    {
        await cloud.AskAsync("segment", "create", "rack-5", "auto", "COMPUTE");

        var printed = await cloud.RunAsync("segment", "delete", "rack-9", "rack-5");

        Assert.That(printed, Is.EqualTo(new Printed(
            1, "Segment deleted: rack-5\n", "masakari: There is no segment 'rack-9'; `masakari segment list` shows the segments\n")));
    }

    [Test]
    public async Task Changes_and_removes_a_host()
    {
        var segment = await cloud.AskAsync("segment", "show", "rack-1", "-f", "value", "-c", "uuid");

        var reserved = await cloud.AskAsync("host", "update", segment, "compute-3", "--reserved", "True", "-f", "value", "-c", "reserved");
        var kept = await cloud.AskAsync("host", "list", "rack-1", "--filters", "reserved=True", "-f", "value", "-c", "name");
        var deleted = await cloud.AskAsync("host", "delete", "rack-1", "compute-3");
        await cloud.AskAsync("host", "create", "compute-3", "COMPUTE", "none", segment.ToUpperInvariant());

        Assert.That((reserved, kept, deleted), Is.EqualTo(("True", "compute-3", "Host deleted: compute-3")));
    }

    [Test]
    public async Task Reads_all_pages_and_no_more_than_the_limit()
    {
        var all = await cloud.AskAsync("host", "list", "rack-1", "--sort", "name:asc", "-f", "value", "-c", "name");
        var first = await cloud.AskAsync("host", "list", "rack-1", "--sort", "name:asc", "--limit", "2", "-f", "value", "-c", "name");
        var rest = await cloud.AskAsync(
            "host", "list", "rack-1", "--sort", "name:asc", "--marker", "compute-2", "-f", "value", "-c", "name");

        Assert.That((all, first, rest), Is.EqualTo(("compute-1\ncompute-2\ncompute-3", "compute-1\ncompute-2", "compute-3")));
    }

    [Test]
    public async Task Filters_by_what_the_api_does_not_filter_by() => Assert.That(
        await cloud.AskAsync("segment", "list", "--filters", "service_type=COMPUTE;name=rack-2", "-f", "value", "-c", "name"),
        Is.EqualTo("rack-2"));

    [Test]
    public async Task Prints_an_empty_line_for_an_empty_table() =>
        Assert.That((await cloud.RunAsync("segment", "list", "--filters", "name=none")).Output, Is.EqualTo("\n"));

    [Test]
    public async Task Reports_a_failure_and_follows_it_to_its_end()
    {
        var uuid = await cloud.AskAsync(
            "notification", "create", "COMPUTE_HOST", "compute-2", "now", Started, "-f", "value", "-c", "notification_uuid");

        var watched = await cloud.RunAsync("notification", "watch", uuid);
        var payload = await cloud.AskAsync("notification", "show", uuid, "-f", "value", "-c", "payload", "-c", "status");
        var listed = await cloud.AskAsync(
            "notification", "list", "--filters", "source_host_uuid=compute-2", "--limit", "1", "-f", "value", "-c", "notification_uuid");

        Assert.That(watched.Code, Is.Zero);
        Assert.That(watched.Output, Does.Match(@"(?m)^ +\d+\.\d s  notification: ignored"));
        Assert.That(payload, Is.EqualTo("ignored\n{'event': 'STARTED'}"));
        Assert.That(listed, Is.EqualTo(uuid));
        Assert.That(await cloud.AskAsync("vmove", "list", uuid, "-f", "json"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Watches_a_false_alarm_to_its_end_and_fails_with_it()
    {
        var uuid = await cloud.AskAsync(
            "notification", "create", "COMPUTE_HOST", "compute-1", "now", Stopped, "-f", "value", "-c", "notification_uuid");

        var watched = await cloud.RunAsync("notification", "watch", uuid);

        Assert.That(watched.Code, Is.EqualTo(1));
        Assert.That(watched.Output, Does.Contain("notification: failed: False alarm"));
        Assert.That(watched.Output.Where(c => char.IsControl(c) && c != '\n'), Is.Empty);
    }

    [Test]
    public async Task Uses_the_version_that_is_asked_for()
    {
        var old = await cloud.AskAsync("segment", "list", "--os-ha-api-version", "1.0", "-f", "json");
        var refused = await cloud.RunAsync("vmove", "list", $"{Guid.Empty}", "--os-ha-api-version", "1.2");

        Assert.That(old, Does.Not.Contain("is_enabled"));
        Assert.That(refused, Is.EqualTo(new Printed(1, "", "masakari: vmoves need version 1.3 of the API, and 1.2 is used\n")));
    }

    private static string Settled(string text) =>
        Time().Replace(Uuid().Replace(text, "UUID________________________________"), "TIME______________________");

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}")]
    private static partial Regex Time();
}
