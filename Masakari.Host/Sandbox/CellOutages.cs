namespace Masakari.Host.Sandbox;

/// <summary>
/// Cells whose database does not answer in time. Nova then answers 200 and leaves the cell out of a list
/// (list_records_by_skipping_down_cells, true by default).
/// </summary>
internal sealed class CellOutages(CloudTimeline timeline)
{
    private readonly List<Outage> outages = [];

    /// <param name="cell">Which one is away.</param>
    /// <param name="data">Which queries it does not answer.</param>
    /// <param name="calls">The outage ends after so many calls; null: only time ends it.</param>
    /// <param name="duration">The outage ends after so long; null: only calls end it.</param>
    public void Add(string cell, CellData data, int? calls, TimeSpan? duration) =>
        outages.Add(new Outage { Cell = cell, Data = data, CallsLeft = calls, Ends = timeline.Now + duration });

    /// <summary>The cells that do not answer one call's query; the call counts.</summary>
    public HashSet<string> Strike(CellData data)
    {
        var struck = outages.Where(o => o.Data.HasFlag(data) && o.CallsLeft is not 0 && !(timeline.Now >= o.Ends)).ToList();
        foreach (var outage in struck)
            outage.CallsLeft--;
        return struck.Select(o => o.Cell).ToHashSet();
    }

    private sealed class Outage
    {
        public required string Cell { get; init; }
        public required CellData Data { get; init; }
        public required DateTimeOffset? Ends { get; init; }
        public required int? CallsLeft { get; set; }
    }
}
