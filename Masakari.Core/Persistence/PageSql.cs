using Dapper;

namespace Masakari.Core.Persistence;

/// <summary>The parts of a query that select one page of a listing.</summary>
/// <param name="Join">Joins the marker's row as <c>m</c>; empty without a marker.</param>
/// <param name="Condition">Begins with AND, or is empty.</param>
/// <param name="OrderAndLimit">The end of the query.</param>
/// <param name="Limit">The parameter <c>@limit</c>.</param>
/// <param name="Marker">The parameter <c>@marker</c>.</param>
internal sealed record PageSql(string Join, string Condition, string OrderAndLimit, int Limit, int? Marker)
{
    /// <summary>Whether the rows are sorted by creation time, in either direction, so that an index can give them one by one.</summary>
    public bool InTimeOrder { get; init; }

    /// <summary>Adds the page's parameters to those of the filter.</summary>
    public DynamicParameters With(object filter)
    {
        var all = new DynamicParameters(filter);
        all.Add("limit", Limit);
        if (Marker is not null)
            all.Add("marker", Marker);
        return all;
    }
}
