using System.Text.Json;

namespace Masakari.Host.Sandbox;

/// <summary>A recovery at one moment, as the public API shows it.</summary>
internal sealed record RecoveryLook
{
    /// <summary>The time since the host died.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The notification's status.</summary>
    public required string Status { get; init; }

    public string? Message { get; init; }

    public IReadOnlyList<TaskLook> Tasks { get; init; } = [];

    public IReadOnlyList<MoveLook> Moves { get; init; } = [];

    public bool IsOver => Status is "finished" or "failed" or "ignored";

    /// <param name="elapsed">The time since the host died.</param>
    /// <param name="notification">The answer to <c>GET /notifications/{uuid}</c>.</param>
    /// <param name="moves">The answer to <c>GET /notifications/{uuid}/vmoves</c>.</param>
    public static RecoveryLook From(TimeSpan elapsed, JsonElement notification, JsonElement moves) => new()
    {
        Elapsed = elapsed,
        Status = notification.Text("status") ?? "",
        Message = notification.Text("message"),
        Tasks = [.. Items(notification, "recovery_workflow_details").Select(TaskLook.From)],
        Moves = [.. Items(moves, "vmoves").Select(MoveLook.From)],
    };

    private static IEnumerable<JsonElement> Items(JsonElement owner, string name) =>
        owner.At(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}

/// <param name="Name">Such as EvacuateInstancesTask.</param>
/// <param name="Progress">0.0 to 1.0.</param>
/// <param name="State">RUNNING, SUCCESS, FAILURE.</param>
internal sealed record TaskLook(string Name, double Progress, string State)
{
    public static TaskLook From(JsonElement task) =>
        new(task.Text("name") ?? "", task.At("progress")?.GetDouble() ?? 0, task.Text("state") ?? "");
}

/// <param name="Uuid">The vmove's own: several instances may have one name.</param>
/// <param name="Instance">Its name.</param>
/// <param name="Source">The host that died.</param>
/// <param name="Destination">The host where the instance runs now; null: not moved yet.</param>
/// <param name="Status">pending, ongoing, succeeded, failed or ignored.</param>
/// <param name="Message">Why it failed or was ignored.</param>
internal sealed record MoveLook(string Uuid, string Instance, string Source, string? Destination, string Status, string? Message)
{
    public static MoveLook From(JsonElement move) => new(
        move.Text("uuid") ?? "", move.Text("instance_name") ?? "", move.Text("source_host") ?? "", move.Text("dest_host"),
        move.Text("status") ?? "", move.Text("message"));
}
