using Masakari.Core.OpenStack;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>What Nova's words say about an evacuate that it rejected (nova/exception.py; nova/compute/api.py, evacuate).</summary>
internal static class EvacuateRefusal
{
    /// <summary>
    /// OperationNotSupportedForVTPM, ForbiddenWithShare, ForbiddenSharesNotSupported, ForbiddenPortsWithAccelerator,
    /// ForbiddenWithAccelerators, ExtendedResourceRequestOldCompute: what the instance has is never evacuated. The status is 400 or 409,
    /// according to the release.
    /// </summary>
    private const string NeverEvacuated = "not supported";

    /// <summary>InstanceInvalidState, 409: "Cannot 'evacuate' instance … while it is in task_state rebooting"; vm_state as well.</summary>
    private const string WrongState = "while it is in";

    /// <summary>No later call would be accepted.</summary>
    public static bool IsForGood(OpenStackException refusal) => refusal.Status is 400 or 409 && Says(refusal, NeverEvacuated);

    /// <summary>The vm_state or, before Nova Zed, the task_state is in the way. A reset to error changes both.</summary>
    public static bool IsForItsState(OpenStackException refusal) => refusal.Status == 409 && Says(refusal, WrongState);

    private static bool Says(OpenStackException refusal, string words) =>
        (refusal.Said ?? refusal.Message).Contains(words, StringComparison.OrdinalIgnoreCase);
}
