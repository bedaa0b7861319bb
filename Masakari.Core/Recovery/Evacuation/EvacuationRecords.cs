using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Evacuation;

/// <summary>Questions to Nova's evacuation records.</summary>
internal static class EvacuationRecords
{
    /// <summary>The newest record of the instance that is over, 0 when there is none.</summary>
    public static long LastEnded(this IEnumerable<EvacuationRecord> evacuations, Guid instance) =>
        evacuations.Where(one => one.InstanceId == instance && !one.IsOpen).Select(one => one.Id).DefaultIfEmpty().Max();
}
