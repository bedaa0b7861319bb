using System.Globalization;

namespace Masakari.Core.Persistence;

/// <summary>Lists a table in pages: checks the sort keys and builds the SQL for one page.</summary>
/// <param name="table">The table; its rows are called <c>t</c> in the query.</param>
/// <param name="columns">The sort keys that clients may send; each is a column of the table.</param>
internal sealed class Listing(string table, IReadOnlySet<string> columns)
{
    private static readonly string[] TieBreakers = ["created_at", "id"];

    /// <summary>Checks the client's parameters: gives a refusal with the original's text, or the SQL of the page.</summary>
    public async Task<Result<PageSql>> PrepareAsync(Database database, PageRequest page, CancellationToken ct)
    {
        var order = Order(page);
        if (!order.Ok)
            return order.Refusal;
        var whole = new PageSql("", "", OrderBy(order.Value), page.Limit, Marker: null) { InTimeOrder = IsTimeOrder(order.Value) };
        if (page.Marker is null)
            return whole;
        if (await FindMarkerAsync(database, page.Marker, ct) is not { } marker)
            return Refusal.Invalid($"Marker {page.Marker} could not be found.");
        return whole with
        {
            Join = $"JOIN {table} m ON m.id = @marker",
            Condition = $"AND {NotBefore(order.Value[0])}({After(order.Value)})",
            Marker = marker,
        };
    }

    private Result<IReadOnlyList<SortColumn>> Order(PageRequest page)
    {
        if (page.SortDirections.Any(direction => direction is not ("asc" or "desc")))
            return Refusal.Invalid("Invalid input received: Unknown sort direction, must be 'asc' or 'desc'");
        var keys = page.SortKeys.Count == 0 ? ["created_at"] : page.SortKeys.Select(key => key.Trim()).ToList();
        if (page.SortDirections.Count > keys.Count)
            return Refusal.Invalid("Invalid input received: Sort direction size exceeds sort key size");
        if (keys.Find(key => !columns.Contains(key)) is { } unknown)
            return Refusal.Invalid($"InvalidSortKey('Sort key supplied is invalid: {unknown}')");
        var first = page.SortDirections.Count > 0 ? page.SortDirections[0] : "desc";
        var order = keys.Concat(TieBreakers.Except(keys))
            .Select((key, i) => new SortColumn(key, (i < page.SortDirections.Count ? page.SortDirections[i] : first) == "desc"))
            .ToList();
        return order.GetRange(0, order.FindIndex(column => column.Name == "id") + 1);   // columns after a unique key have no effect
    }

    private async Task<int?> FindMarkerAsync(Database database, string marker, CancellationToken ct)
    {
        if (!int.TryParse(marker, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        return await database.FindAsync<int?>($"SELECT id FROM {table} WHERE id = @id AND deleted = 0", new { id }, ct);
    }

    private static bool IsTimeOrder(IReadOnlyList<SortColumn> order) =>
        order.Select(column => column.Name).SequenceEqual(TieBreakers) && order[0].Descending == order[1].Descending;

    // Redundant to After, but lets the database use an index: a page deep in the table begins at the marker.
    private static string NotBefore(SortColumn first) =>
        TieBreakers.Contains(first.Name) ? $"t.{first.Name} {(first.Descending ? "<=" : ">=")} m.{first.Name} AND " : "";

    // Both databases sort NULL before all other values.
    private static string After(IReadOnlyList<SortColumn> order) => string.Join(" OR ", order.Select((column, i) =>
        string.Join(" AND ", order.Take(i).Select(Same).Append(column.Descending ? Greater("m", "t", column) : Greater("t", "m", column)))));

    private static string Same(SortColumn c) =>
        $"({c.In("t")} = {c.In("m")} OR ({c.In("t")} IS NULL AND {c.In("m")} IS NULL))";

    private static string Greater(string left, string right, SortColumn c) =>
        $"({c.In(left)} > {c.In(right)} OR ({c.In(left)} IS NOT NULL AND {c.In(right)} IS NULL))";

    private static string OrderBy(IReadOnlyList<SortColumn> order) =>
        $"ORDER BY {string.Join(", ", order.Select(column => column.In("t") + (column.Descending ? " DESC" : "")))} LIMIT @limit";

    private sealed record SortColumn(string Name, bool Descending)
    {
        // MySQL sorts an ENUM by its position but compares it as text; a page needs the same order in both.
        public string In(string row) => Name is "status" or "recovery_method" ? $"CAST({row}.{Name} AS CHAR)" : $"{row}.{Name}";
    }
}
