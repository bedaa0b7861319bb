using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>All decisions about one guest of a host that is back. Pure.</summary>
internal static class GuestRules
{
    /// <summary>What is done after a look, and why the guest is left as it is.</summary>
    /// <param name="sight">What the look shows.</param>
    /// <param name="startLimit">How long a start may take; zero or less = no limit.</param>
    public static (GuestStep Step, string? Why) Next(GuestSight sight, TimeSpan startLimit)
    {
        var server = sight.Server;
        var isLate = startLimit > TimeSpan.Zero && sight.StartedFor >= startLimit;
        var late = $"Nova did not show it active within {startLimit.TotalSeconds:0} s";
        if (server.TaskState is not null) return isLate ? (GuestStep.Leave, late) : (GuestStep.Wait, null);
        if (server.VmState == "active") return (GuestStep.Runs, null);
        if (server.VmState != "stopped") return (GuestStep.Leave, $"Nova shows it in state {server.VmState}");
        // Started here, it might run twice.
        if (sight.IsEvacuated) return (GuestStep.Leave, "Nova shows an evacuation of it that has not failed: make sure that it runs nowhere else");
        if (sight.StartedFor is null) return (GuestStep.Ask, null);
        return isLate ? (GuestStep.Leave, late) : (GuestStep.Wait, null);
    }

    /// <summary>Whether a guest that is stopped is to be started, by Nova's record of its actions.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="actions">Newest first.</param>
    /// <param name="windowBegin">One that was stopped at the first look must have been stopped since; <see langword="null"/> = it is left.</param>
    public static StartAnswer MayStart(Guest guest, IReadOnlyList<InstanceAction> actions, DateTimeOffset? windowBegin)
    {
        if (actions.FirstOrDefault(action => action.Name is "stop" or "start") is { Name: "start" }) return StartAnswer.WasStarted;
        return StopCause.Find(actions) switch
        {
            { Author: StopAuthor.Nova, At: var at } when !guest.WasStopped || at >= windowBegin => StartAnswer.Start,
            null when !guest.WasStopped => StartAnswer.NobodyKnows,
            _ => StartAnswer.Leave,
        };
    }
}

/// <summary>The answers to whether a guest is to be started.</summary>
internal enum StartAnswer
{
    /// <summary>Nova itself has stopped it, because it did not run.</summary>
    Start,

    /// <summary>Somebody has asked for a start since: a former life of this recovery, or its user.</summary>
    WasStarted,

    /// <summary>Its user stopped it, or it was not to run.</summary>
    Leave,

    /// <summary>Nova shows no stop.</summary>
    NobodyKnows,
}
