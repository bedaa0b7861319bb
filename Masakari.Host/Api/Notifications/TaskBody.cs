using Masakari.Core.Notifications;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Notifications;

/// <summary>One recovery task on the wire.</summary>
internal sealed record TaskBody(string Name, double Progress, IReadOnlyList<TaskStepBody> ProgressDetails, string State)
{
    public static TaskBody From(TaskDetail task) => new(task.Name, task.Progress, [.. task.Steps.Select(TaskStepBody.From)], task.State);
}

/// <summary>One step that a task reported. The progress of a step is a text.</summary>
internal sealed record TaskStepBody(string Timestamp, string Progress, string Message)
{
    public static TaskStepBody From(TaskProgress step) => new(WireTime.SpacedText(step.At), PythonText.Float(step.Progress), step.Message);
}
