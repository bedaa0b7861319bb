using System.Text.Json.Nodes;
using Masakari.Core.Events;
using Masakari.Core.Segments;

namespace Masakari.Core.Hosts;

/// <summary>Hosts as events show them.</summary>
internal static class HostEvents
{
    /// <summary>One that is about to be registered.</summary>
    public static EventObject Of(HostDraft draft, Segment segment) => Payload(new JsonObject
    {
        ["name"] = draft.Name,
        ["failover_segment"] = SegmentEvents.Nested(segment),
        ["type"] = draft.Type,
        ["reserved"] = draft.Reserved,
        ["control_attributes"] = draft.ControlAttributes,
        ["on_maintenance"] = draft.OnMaintenance,
    });

    public static EventObject Of(ComputeHost host) => Payload(new JsonObject
    {
        ["id"] = host.Id,
        ["uuid"] = host.Uuid.ToString(),
        ["name"] = host.Name,
        ["failover_segment"] = SegmentEvents.Nested(host.Segment),
        ["type"] = host.Type,
        ["reserved"] = host.Reserved,
        ["control_attributes"] = host.ControlAttributes,
        ["on_maintenance"] = host.OnMaintenance,
    });

    private static EventObject Payload(JsonObject data) => new("HostApiPayload", "1.0", data);
}
