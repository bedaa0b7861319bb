using System.Text.Json.Nodes;

namespace Masakari.Host.Cli.Client;

/// <summary>
/// The tasks of a recovery as the openstack client shows them. openstacksdk makes an object of each task and of each line of its progress:
/// their keys have its order, and those that the API does not have are null.
/// </summary>
internal static class TaskDetails
{
    private const string Field = "recovery_workflow_details", Steps = "progress_details";

    private static readonly string[] KeysOfTask = ["progress", "name", "state", Steps, "id", "location"];
    private static readonly string[] KeysOfStep = ["timestamp", "message", "progress", "id", "name", "location"];

    /// <summary>The notification with its tasks in this form; one without tasks is returned as it is.</summary>
    public static JsonObject In(JsonObject notification)
    {
        if (notification[Field] is not JsonArray tasks) return notification;
        var shown = notification.DeepClone().AsObject();
        shown[Field] = new JsonArray([.. tasks.Select(Task)]);
        return shown;
    }

    private static JsonNode? Task(JsonNode? task)
    {
        if (task is not JsonObject fields) return task?.DeepClone();
        var shown = With(KeysOfTask, fields);
        if (fields[Steps] is JsonArray steps)
            shown[Steps] = new JsonArray([.. steps.Select(step => step is JsonObject one ? With(KeysOfStep, one) : step?.DeepClone())]);
        return shown;
    }

    /// <summary>The known keys first, then what a later version of the API adds.</summary>
    private static JsonObject With(string[] keys, JsonObject fields) => new(keys
        .Concat(fields.Select(field => field.Key).Except(keys))
        .Select(key => KeyValuePair.Create(key, fields[key]?.DeepClone())));
}
