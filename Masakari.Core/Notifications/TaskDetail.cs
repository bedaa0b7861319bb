namespace Masakari.Core.Notifications;

/// <summary>One recovery task as <c>recovery_workflow_details</c> shows it from API version 1.1 on.</summary>
public sealed record TaskDetail
{
    /// <summary>The task's name on the wire, e.g. <c>EvacuateInstancesTask</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The last progress, 0.0 to 1.0.</summary>
    public required double Progress { get; init; }

    /// <summary><c>PENDING</c>, <c>RUNNING</c>, <c>SUCCESS</c>, <c>FAILURE</c> …</summary>
    public required string State { get; init; }

    /// <summary>What it reported, oldest first.</summary>
    public required IReadOnlyList<TaskProgress> Steps { get; init; }
}

/// <summary>One line that a task reported.</summary>
/// <param name="At">UTC, microseconds.</param>
/// <param name="Progress">0.0 to 1.0.</param>
/// <param name="Message">What happened.</param>
public sealed record TaskProgress(DateTimeOffset At, double Progress, string Message);
