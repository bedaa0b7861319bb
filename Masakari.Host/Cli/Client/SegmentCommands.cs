using System.CommandLine;
using System.Text.Json.Nodes;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Host.Cli.Client.Output;

namespace Masakari.Host.Cli.Client;

/// <summary><c>masakari segment</c>: the failover segments.</summary>
internal static class SegmentCommands
{
    private static readonly Column[] ListColumns =
    [
        "uuid", "name", "description", "service_type", "recovery_method", Column.From(ApiVersion.WithEnabled, "is_enabled", "enabled"),
    ];

    private static readonly Column[] ShowColumns =
    [
        "created_at", "updated_at", "uuid", "name", "description", "id", "service_type", "recovery_method",
        Column.From(ApiVersion.WithEnabled, "is_enabled", "enabled"),
    ];

    public static Command All(ClientRun run) => new("segment", "The failover segments: groups of hosts with one recovery method.")
    {
        List(run), Show(run), Create(run), Update(run), Delete(run), HostCommands.All(run),
    };

    private static ExampleCommand List(ClientRun run)
    {
        var command = new ExampleCommand(
            "list", "List the segments.", "segment list", "segment list --filters recovery_method=auto --sort name:asc -f json");
        var list = new ListOptions(command, ["recovery_method", "service_type", "enabled"], "name");
        var columns = new ColumnOptions(command, ListColumns);
        run.Sets(command, (session, ct) => session.ListAsync(ApiPath.Segments, list, columns, ct));
        return command;
    }

    private static ExampleCommand Show(ClientRun run)
    {
        var segment = Segment();
        var command = new ExampleCommand("show", "Show a segment.", "segment show rack-1", "segment show rack-1 -f value -c uuid")
        {
            segment,
        };
        var columns = new ColumnOptions(command, ShowColumns);
        run.Sets(command, async (session, ct) => session.Show(
            columns, await session.Api.ShowAsync(ApiPath.Segments, await session.Lookup.SegmentAsync(session.Get(segment), ct), ct)));
        return command;
    }

    private static ExampleCommand Create(ClientRun run)
    {
        var name = Named.Word("NAME", "The name of the segment.");
        var method = Named.OneOf("RECOVERY_METHOD", "How its hosts are recovered", Named.RecoveryMethods);
        var type = Named.Word("SERVICE_TYPE", "Any word, such as COMPUTE.");
        var enabled = Named.Truth("is_enabled", "Whether its hosts are recovered (True). Since version 1.2.");
        var description = Named.Field("description", "A text for people.");
        var command = new ExampleCommand("create", "Create a segment.", "segment create rack-1 auto COMPUTE --description 'row B'")
        {
            name, method, type, enabled, description,
        };
        var columns = new ColumnOptions(command, ShowColumns);
        run.Sets(command, async (session, ct) =>
        {
            var fields = new JsonObject
            {
                ["name"] = session.Get(name), ["recovery_method"] = session.Get(method), ["service_type"] = session.Get(type),
            };
            fields.Put(session.Command, "description", description);
            PutEnabled(session, fields, enabled);
            session.Show(columns, await session.Api.CreateAsync(ApiPath.Segments, fields, ct));
        });
        return command;
    }

    private static ExampleCommand Update(ClientRun run)
    {
        var segment = Segment();
        var name = Named.Field("name", "The new name.");
        var method = Named.FieldOf("recovery_method", "How its hosts are recovered.", Named.RecoveryMethods);
        var type = Named.Field("service_type", "Any word, such as COMPUTE.");
        var enabled = Named.Truth("is_enabled", "Whether its hosts are recovered. Since version 1.2.");
        var description = Named.Field("description", "A text for people.");
        var command = new ExampleCommand("update", "Change a segment.", "segment update rack-1 --is-enabled False")
        {
            segment, name, method, type, enabled, description,
        };
        Changes.AreNeeded(command, name, method, type, enabled, description);
        var columns = new ColumnOptions(command, ShowColumns);
        run.Sets(command, async (session, ct) =>
        {
            var fields = new JsonObject();
            fields.Put(session.Command, "name", name);
            fields.Put(session.Command, "description", description);
            fields.Put(session.Command, "recovery_method", method);
            fields.Put(session.Command, "service_type", type);
            PutEnabled(session, fields, enabled);
            var id = await session.Lookup.SegmentAsync(session.Get(segment), ct);
            session.Show(columns, await session.Api.UpdateAsync(ApiPath.Segments, id, fields, ct));
        });
        return command;
    }

    private static ExampleCommand Delete(ClientRun run)
    {
        var segments = Named.Words("SEGMENT", "The name or UUID of each segment.");
        var command = new ExampleCommand("delete", "Delete segments, with their hosts.", "segment delete rack-1 rack-2") { segments };
        run.Sets(command, async (session, ct) =>
        {
            var code = 0;
            foreach (var named in session.Command.GetValue(segments)!)
            {
                try
                {
                    await session.Api.DeleteAsync(ApiPath.Segments, await session.Lookup.SegmentAsync(named, ct), ct);
                    session.Output.WriteLine($"Segment deleted: {named}");
                }
                catch (Exception problem) when (problem is CliException || problem is OpenStackException { Status: 403 or 404 or 409 })
                {
                    // The others are deleted all the same.
                    var line = problem is OpenStackException refused ? session.Trouble.Line(refused) : problem.Message;
                    session.Errors.WriteLine($"masakari: {AlignedTable.OneLine(line)}");
                    code = 1;
                }
            }

            return code;
        });
        return command;
    }

    private static void PutEnabled(ClientSession session, JsonObject fields, Option<string?> enabled)
    {
        if (session.Command.GetResult(enabled) is { Implicit: false } && !session.Api.Version.Includes(ApiVersion.WithEnabled))
            throw CliException.Usage($"--is_enabled needs version 1.2 of the API, and {session.Api.Version} is used");
        fields.Put(session.Command, "enabled", enabled, isTruth: true);
    }

    private static Argument<string> Segment() => Named.Word("SEGMENT", "The name or UUID of the segment.");
}
