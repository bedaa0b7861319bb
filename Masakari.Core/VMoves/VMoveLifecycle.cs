using static Masakari.Core.VMoves.VMoveStatus;

namespace Masakari.Core.VMoves;

/// <summary>The status changes of a vmove.</summary>
internal static class VMoveLifecycle
{
    /// <summary>
    /// Whether a vmove may change so. A failed vmove gets another attempt. An ignored vmove is final. A succeeded vmove is final for this
    /// service; only a row of the Python original is planned again, when Nova still has its instance on the failed host.
    /// </summary>
    public static bool Allows(VMoveStatus from, VMoveStatus to) => (from, to) switch
    {
        (Pending, Ongoing or Succeeded or Failed or Ignored) => true,
        (Ongoing, Ongoing or Succeeded or Failed or Ignored) => true,   // evacuate is called again after Nova rejected the first call
        (Failed, Ongoing or Succeeded or Failed or Ignored or Pending) => true,
        (Succeeded, Pending) => true,
        _ => false,
    };

    /// <summary>The statuses from which a vmove may change to <paramref name="to"/>.</summary>
    public static IEnumerable<VMoveStatus> Before(VMoveStatus to) => Enum.GetValues<VMoveStatus>().Where(from => Allows(from, to));
}
