using System.CommandLine;
using System.Text.Json.Nodes;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Host.Cli.Client.Output;

namespace Masakari.Host.Cli.Client;

/// <summary><c>masakari notification</c>: reports of failures, and what became of them.</summary>
internal static class NotificationCommands
{
    private const string Stopped = """{"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"}""";

    private static readonly string[] Types = ["COMPUTE_HOST", "VM", "PROCESS"];

    private static readonly Column[] ListColumns =
    [
        "notification_uuid", "generated_time", "status", "type", "source_host_uuid", "payload", Column.Extra("message"),
        Column.Extra("failover_segment_uuid"), Column.Extra("created_at"), Column.Extra("updated_at"),
    ];

    private static readonly Column[] ShowColumns =
    [
        "created_at", "updated_at", "notification_uuid", "type", "status", "source_host_uuid", "generated_time", "payload",
        Column.From(ApiVersion.WithDetails, "recovery_workflow_details"), Column.Extra("message"), Column.Extra("failover_segment_uuid"),
    ];

    public static Command All(ClientRun run) => new("notification", "Reports of failures, and what became of them.")
    {
        List(run), Show(run), Create(run), Watch(run), VMoveCommands.All(run),
    };

    private static ExampleCommand List(ClientRun run)
    {
        var command = new ExampleCommand(
            "list", "List the notifications.", "notification list --filters 'status=failed;source_host_uuid=compute-1'",
            "notification list --sort generated_time:asc --limit 5 -c notification_uuid -c status -c message");
        var list = new ListOptions(command, ["source_host_uuid", "type", "status", "generated-since"]);
        var columns = new ColumnOptions(command, ListColumns);
        run.Sets(command, (session, ct) => session.ListAsync(ApiPath.Notifications, list, columns, ct));
        return command;
    }

    private static ExampleCommand Show(ClientRun run)
    {
        var notification = Named.Notification();
        var command = new ExampleCommand(
            "show", "Show a notification.", $"notification show {Uuid}", $"notification show {Uuid} -f value -c status -c message")
        {
            notification,
        };
        var columns = new ColumnOptions(command, ShowColumns);
        run.Sets(command, (session, ct) => ShowAsync(session, columns, $"{session.Command.GetValue(notification)}", ct));
        return command;
    }

    private static async Task ShowAsync(ClientSession session, ColumnOptions columns, string uuid, CancellationToken ct) =>
        session.Show(columns, TaskDetails.In(await session.Api.ShowAsync(ApiPath.Notifications, uuid, ct)));

    private static ExampleCommand Create(ClientRun run)
    {
        var type = Named.OneOf("TYPE", "What failed", Types);
        var host = Named.Word("HOSTNAME", "The name of the host where it failed.");
        var time = Named.Word("GENERATED_TIME", "When it failed, such as 2026-11-29T10:00:00 (UTC), or now.");
        var payload = Named.JsonDocument("PAYLOAD", "What is known of the failure, as a JSON object.");
        var command = new ExampleCommand(
            "create", "Report a failure. This starts a recovery.",
            $"notification create COMPUTE_HOST compute-1 now '{Stopped}'",
            """notification create PROCESS compute-1 now '{"event": "STOPPED", "process_name": "nova-compute"}'""")
        {
            type, host, time, payload,
        };
        var columns = new ColumnOptions(command, ShowColumns);
        run.Sets(command, async (session, ct) =>
        {
            var given = session.Get(time);
            var fields = new JsonObject
            {
                ["type"] = session.Get(type),
                ["hostname"] = session.Get(host),
                ["generated_time"] = given == "now" ? session.Around.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss") : given,
                ["payload"] = JsonNode.Parse(session.Get(payload)),
            };
            var created = await session.Api.CreateAsync(ApiPath.Notifications, fields, ct);
            await ShowAsync(session, columns, (string)created["notification_uuid"]!, ct);
        });
        return command;
    }

    private static ExampleCommand Watch(ClientRun run)
    {
        var notification = Named.Notification();
        var command = new ExampleCommand(
            "watch", "Follow a recovery to its end. Exit code 0: finished or ignored; 1: failed.", $"notification watch {Uuid}")
        {
            notification,
        };
        run.Sets(command, (session, ct) => new WatchVerb(session).RunAsync(session.Command.GetValue(notification), ct));
        return command;
    }

    private const string Uuid = "8d4a3a8e-6f0c-4b53-9c43-1b0f3f8f2a55";
}
