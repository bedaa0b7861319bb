namespace Masakari.Core.Retention;

/// <summary>How many rows of a table were removed.</summary>
public sealed record PurgedTable(string Table, int Rows);
