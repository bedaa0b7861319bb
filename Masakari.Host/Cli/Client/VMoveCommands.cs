using System.CommandLine;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Host.Cli.Client.Output;

namespace Masakari.Host.Cli.Client;

/// <summary><c>masakari vmove</c>, and <c>masakari notification vmove</c> as the openstack client has it: the moves of instances.</summary>
internal static class VMoveCommands
{
    private const string Uuid = "8d4a3a8e-6f0c-4b53-9c43-1b0f3f8f2a55";

    private static readonly Column[] ListColumns =
    [
        "uuid", Column.Of("server_id", "instance_uuid"), Column.Of("server_name", "instance_name"), "source_host", "dest_host",
        "start_time", "end_time", "type", "status", Column.Extra("message"),
    ];

    private static readonly Column[] ShowColumns =
    [
        "created_at", "updated_at", "uuid", Column.Of("server_id", "instance_uuid"), Column.Of("server_name", "instance_name"),
        "source_host", "dest_host", "start_time", "end_time", "type", "status", "message",
    ];

    public static Command All(ClientRun run) => new("vmove", "The moves of instances that a notification of a host has caused.")
    {
        List(run), Show(run),
    };

    private static ExampleCommand List(ClientRun run)
    {
        var notification = Named.Notification();
        var command = new ExampleCommand(
            "list", "List the vmoves of a notification.", $"vmove list {Uuid} --filters status=failed", $"vmove list {Uuid} -f csv")
        {
            notification,
        };
        var list = new ListOptions(command, ["type", "status"], "instance_name", "source_host", "dest_host");
        var columns = new ColumnOptions(command, ListColumns);
        run.Sets(command, (session, ct) => session.ListAsync(Path(session, notification), list, columns, ct));
        return command;
    }

    private static ExampleCommand Show(ClientRun run)
    {
        var notification = Named.Notification();
        var vmove = Named.Word("VMOVE", "The UUID of the vmove, or the name of its instance.");
        var command = new ExampleCommand("show", "Show a vmove.", $"vmove show {Uuid} vm-1") { notification, vmove };
        var columns = new ColumnOptions(command, ShowColumns);
        run.Sets(command, async (session, ct) =>
        {
            var id = await session.Lookup.VMoveAsync($"{session.Command.GetValue(notification)}", session.Get(vmove), ct);
            session.Show(columns, await session.Api.ShowAsync(Path(session, notification), id, ct));
        });
        return command;
    }

    private static ApiPath Path(ClientSession session, Argument<Guid> notification) =>
        session.Api.Version.Includes(ApiVersion.WithVMoves)
            ? ApiPath.VMoves($"{session.Command.GetValue(notification)}")
            : throw CliException.Failure($"vmoves need version 1.3 of the API, and {session.Api.Version} is used");
}
