namespace Masakari.Host.Sandbox;

/// <summary>os-services: Nova's view of its computes, and changes by operators.</summary>
internal sealed class NovaServices(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory, MessageBus bus, CellOutages cells)
{
    private const string Binary = "nova-compute";

    public SimulatedAnswer List(NovaCall call)
    {
        var host = call.Request.Query("host");
        var binary = call.Request.Query("binary");
        var away = cells.Strike(CellData.Services);
        var wanted = inventory.Hosts.Where(h => !away.Contains(h.Cell) && (host is null || h.Name == host) && binary is null or Binary);
        return SimulatedAnswer.Of(200, new { services = wanted.Select(h => Body(h, Moments.Stored(h.UpdatedAt(timeline.Now)))) });
    }

    public SimulatedAnswer Update(NovaCall call, string id)
    {
        if (!Guid.TryParse(id, out _)) return NovaFault.BadRequest($"Invalid uuid {id}");
        if (inventory.FindService(id) is not { } host) return NovaFault.NotFound($"Service {id} could not be found.");
        if (Json.Parse(call.Request.Body) is not { } body) return NovaFault.BadRequest("Malformed request body");
        var status = body.Text("status");
        var forcedDown = body.Truth("forced_down");
        if (Objection(host, status, forcedDown) is { } objection) return NovaFault.BadRequest(objection);

        // Nova calls the compute for every status, also for the one that the record has already.
        var rpc = status is not null && !(forcedDown ?? host.ForcedDown) && host.LooksUp(timeline.Now, options.ServiceDownTime);
        var (disabled, reason) =
            status is null ? (host.Disabled, host.DisabledReason) : (status == "disabled", body.Text("disabled_reason"));
        var changed = host.Write(disabled, reason, forcedDown ?? host.ForcedDown, timeline.Now);
        var updatedAt = changed ? Moments.JustWritten(timeline.Now) : Moments.Stored(host.UpdatedAt(timeline.Now));
        return TellCompute(host, rpc, SimulatedAnswer.Of(200, new { service = Body(host, updatedAt) }));
    }

    private string? Objection(ComputeHost host, string? status, bool? forcedDown)
    {
        if (status is null && forcedDown is null)
            return "No updates were requested. Fields 'status' or 'forced_down' should be specified.";
        if (status is not (null or "enabled" or "disabled"))
            return $"Invalid input for field/attribute status. Value: {status}. '{status}' is not one of ['enabled', 'disabled']";
        if (forcedDown == false && host.ForcedDown && inventory.Evacuations.Any(e => e.Source == host && e.Status == "done"))
            return $"Unable to force up host {host.Name} as `done` evacuation migration records remain associated with the host. Ensure the compute "
                + "service has been restarted, allowing these records to move to `completed` before retrying this request.";
        return null;
    }

    /// <summary>
    /// Nova has already stored the change; then it calls the compute. A compute that is dead but not yet down in Nova's view never answers.
    /// </summary>
    private SimulatedAnswer TellCompute(ComputeHost host, bool rpc, SimulatedAnswer answer)
    {
        if (!rpc || (host.IsAlive && bus.Delay(timeline.Now) == TimeSpan.Zero)) return answer;
        host.DisableWaitsInQueue = host.Disabled;
        return answer with { HeldBackFor = options.RpcTimeout };
    }

    private object Body(ComputeHost host, string updatedAt) => new
    {
        binary = Binary,
        host = host.Name,
        id = host.ServiceId,
        zone = "nova",
        status = host.Disabled ? "disabled" : "enabled",
        state = host.LooksUp(timeline.Now, options.ServiceDownTime) ? "up" : "down",
        updated_at = updatedAt,
        disabled_reason = host.DisabledReason,
        forced_down = host.ForcedDown,
    };
}
