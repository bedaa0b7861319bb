using System.Globalization;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>
/// Decides what is done about a reported guest. When a guest crashes, Nova shows it active and running until its power sync has seen it off,
/// some 15 s later; then Nova stops the instance in its own name. So an instance that is stopped may be one that its user has stopped, or the
/// crashed one: Nova's record of its actions tells.
/// </summary>
internal static class GuestRules
{
    public static GuestStep Next(GuestView view) => view.Server switch
    {
        { TaskState: "deleting" or "soft-deleting" } or { VmState: "deleted" or "soft-delete" } => Leave(view, "is being deleted", "not recovered"),
        // What was started is never stopped again, unless Nova could not start it.
        { VmState: not "error" } when view.Journal.IsStartSent => new GuestStep.GoOn(),
        { TaskState: not null } => new GuestStep.AwaitTask(),
        { VmState: "stopped" } => OfStopped(view),
        { VmState: "paused" or "rescued" } => new GuestStep.Leave(TaskOutcome.Ignore(
            $"{Name(view.Server)} is in vm_state {view.Server.VmState}: an instance in this state is not recovered.")),
        { VmState: "active" } => new GuestStep.Stop(Reset: false),
        _ when !view.SaysStopped => LeaveInactive(view),
        { VmState: "resized" } => new GuestStep.Stop(Reset: true),
        _ => new GuestStep.Stop(Reset: false),   // of the other states Nova stops only error, and rejects the rest
    };

    /// <summary>The instance in messages.</summary>
    public static string Name(Server server) => $"Instance {server.Name} ({server.Id})";

    private static GuestStep OfStopped(GuestView view)
    {
        if (view.Journal.StopAge is not null) return new GuestStep.GoOn();
        if (!view.SaysStopped) return LeaveInactive(view);
        if (!view.IsCauseRead) return new GuestStep.ReadCause();
        return view.Cause is { Author: StopAuthor.User } stop && stop.At >= view.GeneratedAt
            ? Leave(view, Words(stop, view.GeneratedAt), "not started")
            : new GuestStep.GoOn();
    }

    /// <summary>Nova and the monitors tell whole seconds. In the second of the event, the user has the last word.</summary>
    private static string Words(StopCause stop, DateTimeOffset generatedAt) => string.Create(
        CultureInfo.InvariantCulture,
        $"was stopped by a user at {stop.At:u}, {(stop.At > generatedAt ? "after" : "in the second of")} the reported event");

    private static GuestStep LeaveInactive(GuestView view) =>
        Leave(view, $"is in vm_state {view.Server.VmState}, and such a report concerns only active instances", "not recovered");

    private static GuestStep.Leave Leave(GuestView view, string why, string what) =>
        new(TaskOutcome.Skip($"{Name(view.Server)} {why}: it was {what}."));
}
