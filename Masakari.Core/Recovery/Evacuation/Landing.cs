using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Evacuation;

/// <summary>
/// What a view says about an evacuation that Nova was asked for. Landed = the service host changed, no task, a settled vm_state (N6, W6:
/// never the hypervisor's name). Failed = Nova's record says so, or the instance is newly in error.
/// </summary>
/// <param name="Server">The instance on its new host, or null.</param>
/// <param name="Failure">Why it failed, or null.</param>
internal sealed record Landing(Server? Server, string? Failure)
{
    /// <summary>The instance no longer exists.</summary>
    public static Landing Gone { get; } = new(null, null);

    /// <summary>Null = still under way.</summary>
    /// <param name="view">The last poll.</param>
    /// <param name="source">The failed host.</param>
    /// <param name="evacuationsBefore">Records up to this number are old.</param>
    /// <param name="vmStateBefore">The vm_state when Nova was asked.</param>
    public static Landing? Of(InstanceView view, string source, long evacuationsBefore, string vmStateBefore)
    {
        if (view.Server is not { } server) return Gone;
        if (server.Host is not null && server.Host != source)
            return server.TaskState is null && server.VmState is "active" or "stopped" ? new(server, null) : null;
        if (Newest(view.Evacuations, evacuationsBefore) is { HasFailed: true } record)
            return new(null, $"Nova ended the evacuation (migration {record.Id}) as '{record.Status}'.{Fault(server, record.CreatedAt)}");
        return server is { VmState: "error", TaskState: null } && vmStateBefore != "error"
            ? new(null, $"The instance went into error state.{Fault(server, since: null)}")
            : null;
    }

    /// <summary>
    /// A sentence with the fault that Nova shows for an instance in error, or nothing. A fault from before <paramref name="since"/> had
    /// another cause.
    /// </summary>
    public static string Fault(Server server, DateTimeOffset? since) =>
        server is { VmState: "error", Fault: { } fault } && (since is null || fault.At >= since) ? $" Nova's fault: {fault.Message}" : "";

    /// <summary>The newest record above a number: of our asking, or of somebody's who asked after us.</summary>
    public static EvacuationRecord? Newest(IEnumerable<EvacuationRecord> evacuations, long above) =>
        evacuations.Where(one => one.Id > above).MaxBy(one => one.Id);
}
