using System.Text.Json;
using static Masakari.Host.Sandbox.InstanceStates;

namespace Masakari.Host.Sandbox;

/// <summary>POST /servers/{id}/action: the actions on a server, and Nova's error answers.</summary>
internal sealed class ServerActions(CloudTimeline timeline, NovaServers servers, PowerActions power, EvacuateAction evacuate)
{
    /// <summary>The action in a request's body; null: none.</summary>
    public static JsonProperty? Named(SimulatedRequest request) =>
        Json.Parse(request.Body) is { ValueKind: JsonValueKind.Object } body && body.EnumerateObject().ToList() is [var only] ? only : null;

    public SimulatedAnswer Run(NovaCall call, string id)
    {
        if (servers.Find(call, id) is not { } instance) return NovaServers.Gone(id);
        if (servers.IsAway(instance)) return NovaFault.Unexpected();
        if (Named(call.Request) is not { } action) return NovaFault.BadRequest("Malformed request body");
        return action.Name switch
        {
            "lock" => Lock(call, instance, locked: true),
            "unlock" => Lock(call, instance, locked: false),
            "os-resetState" => ResetState(call, instance, action.Value),
            "os-stop" => power.Stop(call, instance),
            "os-start" => power.Start(call, instance),
            "evacuate" => evacuate.Run(call, instance, action.Value),
            _ => NovaFault.BadRequest($"There is no such action: {action.Name}"),
        };
    }

    private SimulatedAnswer Lock(NovaCall call, Instance instance, bool locked)
    {
        if (!locked && instance.LockedByAdmin && !call.IsAdmin)
            return NovaFault.Forbidden("os_compute_api:os-lock-server:unlock:unlock_override");
        (instance.Locked, instance.LockedByAdmin, instance.UpdatedAt) = (locked, locked && call.IsAdmin, timeline.Now);
        instance.Actions.Add(call.Action(locked ? "lock" : "unlock", timeline.Now));
        return SimulatedAnswer.Empty(202);
    }

    private SimulatedAnswer ResetState(NovaCall call, Instance instance, JsonElement wanted)
    {
        if (!call.IsAdmin) return NovaFault.Forbidden("os_compute_api:os-admin-actions:reset_state");
        var state = wanted.Text("state");
        if (state is not (Active or Error))
            return NovaFault.BadRequest($"Invalid input for field/attribute state. Value: {state}. '{state}' is not one of ['active', 'error']");
        instance.IsWrecked = false;
        (instance.VmState, instance.TaskState, instance.UpdatedAt) = (state, null, timeline.Now);
        return SimulatedAnswer.Empty(202);
    }
}
