namespace Masakari.Core.OpenStack.Nova;

/// <summary>Questions to Nova's evacuation records.</summary>
public static class EvacuationRecords
{
    /// <summary>The number of the newest record of the instance that is over; 0 when there is none.</summary>
    public static long LastEnded(this IEnumerable<EvacuationRecord> records, Guid instance) =>
        records.Where(one => one.InstanceId == instance && !one.IsOpen).Select(one => one.Id).DefaultIfEmpty().Max();

    /// <summary>
    /// The newest record above a number: of our asking, or of somebody's who asked after us; <see langword="null"/> = none.
    /// </summary>
    public static EvacuationRecord? NewestAbove(this IEnumerable<EvacuationRecord> records, long number) =>
        records.Where(one => one.Id > number).MaxBy(one => one.Id);

    /// <summary>The number of the newest record; 0 when there is none.</summary>
    public static long NewestId(this IEnumerable<EvacuationRecord> records) => records.Select(one => one.Id).DefaultIfEmpty().Max();
}
