using System.CommandLine;
using System.Text.Json.Nodes;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Host.Cli.Client.Output;

namespace Masakari.Host.Cli.Client;

/// <summary><c>masakari host</c>, and <c>masakari segment host</c> as the openstack client has it: the hosts of a segment.</summary>
internal static class HostCommands
{
    private static readonly Column[] ListColumns =
        ["uuid", "name", "type", "control_attributes", "reserved", "on_maintenance", "failover_segment_id"];

    private static readonly Column[] ShowColumns =
    [
        "created_at", "updated_at", "uuid", "name", "type", "control_attributes", "reserved", "on_maintenance", "failover_segment_id",
    ];

    public static Command All(ClientRun run) => new("host", "The hosts of a segment.")
    {
        List(run), Show(run), Create(run), Update(run), Delete(run),
    };

    private static ExampleCommand List(ClientRun run)
    {
        var segment = Segment();
        var command = new ExampleCommand(
            "list", "List the hosts of a segment.", "host list rack-1", "host list rack-1 --filters reserved=True")
        {
            segment,
        };
        var list = new ListOptions(command, ["type", "on_maintenance", "reserved"], "name", "control_attributes");
        var columns = new ColumnOptions(command, ListColumns);
        run.Sets(command, async (session, ct) =>
            await session.ListAsync(ApiPath.Hosts(await session.Lookup.SegmentAsync(session.Get(segment), ct)), list, columns, ct));
        return command;
    }

    private static ExampleCommand Show(ClientRun run)
    {
        var (segment, host) = (Segment(), Host());
        var command = new ExampleCommand("show", "Show a host.", "host show rack-1 compute-1") { segment, host };
        var columns = new ColumnOptions(command, ShowColumns);
        run.Sets(command, async (session, ct) =>
        {
            var (hosts, id) = await FindAsync(session, segment, host, ct);
            session.Show(columns, await session.Api.ShowAsync(hosts, id, ct));
        });
        return command;
    }

    private static ExampleCommand Create(ClientRun run)
    {
        var name = Named.Word("NAME", "The name of the host, as Nova's compute service has it.");
        var type = Named.Word("TYPE", "Any word of letters and digits, such as COMPUTE.");
        var control = Named.Word("CONTROL_ATTRIBUTES", "Any text; Masakari does not use it.");
        var segment = Segment();
        var (reserved, maintenance) = (Reserved(), OnMaintenance());
        var command = new ExampleCommand(
            "create", "Add a host to a segment.", "host create compute-1 COMPUTE none rack-1",
            "host create compute-9 COMPUTE none rack-1 --reserved True")
        {
            name, type, control, segment, reserved, maintenance,
        };
        var columns = new ColumnOptions(command, ShowColumns);
        run.Sets(command, async (session, ct) =>
        {
            var fields = new JsonObject
            {
                ["name"] = session.Get(name), ["type"] = session.Get(type), ["control_attributes"] = session.Get(control),
            };
            fields.Put(session.Command, "reserved", reserved, isTruth: true);
            fields.Put(session.Command, "on_maintenance", maintenance, isTruth: true);
            var hosts = ApiPath.Hosts(await session.Lookup.SegmentAsync(session.Get(segment), ct));
            session.Show(columns, await session.Api.CreateAsync(hosts, fields, ct));
        });
        return command;
    }

    private static ExampleCommand Update(ClientRun run)
    {
        var (segment, host) = (Segment(), Host());
        var (reserved, maintenance) = (Reserved(), OnMaintenance());
        var name = Named.Field("name", "The new name.");
        var type = Named.Field("type", "Any word of letters and digits, such as COMPUTE.");
        var control = Named.Field("control_attributes", "Any text; Masakari does not use it.");
        var command = new ExampleCommand("update", "Change a host.", "host update rack-1 compute-1 --on-maintenance True")
        {
            segment, host, reserved, maintenance, name, type, control,
        };
        Changes.AreNeeded(command, reserved, maintenance, name, type, control);
        var columns = new ColumnOptions(command, ShowColumns);
        run.Sets(command, async (session, ct) =>
        {
            var fields = new JsonObject();
            fields.Put(session.Command, "name", name);
            fields.Put(session.Command, "type", type);
            fields.Put(session.Command, "control_attributes", control);
            fields.Put(session.Command, "reserved", reserved, isTruth: true);
            fields.Put(session.Command, "on_maintenance", maintenance, isTruth: true);
            var (hosts, id) = await FindAsync(session, segment, host, ct);
            session.Show(columns, await session.Api.UpdateAsync(hosts, id, fields, ct));
        });
        return command;
    }

    private static ExampleCommand Delete(ClientRun run)
    {
        var (segment, host) = (Segment(), Host());
        var command = new ExampleCommand("delete", "Remove a host from a segment.", "host delete rack-1 compute-1") { segment, host };
        run.Sets(command, async (session, ct) =>
        {
            var (hosts, id) = await FindAsync(session, segment, host, ct);
            await session.Api.DeleteAsync(hosts, id, ct);
            session.Output.WriteLine($"Host deleted: {session.Get(host)}");
        });
        return command;
    }

    private static async Task<(ApiPath Hosts, string Id)> FindAsync(
        ClientSession session, Argument<string> segment, Argument<string> host, CancellationToken ct)
    {
        var inSegment = await session.Lookup.SegmentAsync(session.Get(segment), ct);
        return (ApiPath.Hosts(inSegment), await session.Lookup.HostAsync(inSegment, session.Get(host), ct));
    }

    private static Argument<string> Segment() => Named.Word("SEGMENT", "The name or UUID of the segment.");

    private static Argument<string> Host() => Named.Word("HOST", "The name or UUID of the host.");

    private static Option<string?> Reserved() => Named.Truth("reserved", "Whether it is kept free for the instances of a failed host.");

    private static Option<string?> OnMaintenance() => Named.Truth("on_maintenance", "Whether reports about it are rejected.");
}
