namespace Masakari.Host.Cli;

/// <summary>A table of text without frames: columns of equal width, two blanks apart, as scripts and people read it.</summary>
internal static class AlignedTable
{
    /// <param name="rows">The heads first; all rows have as many cells.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string[]> rows)
    {
        string[][] shown = [.. rows.Select(row => row.Select(OneLine).ToArray())];
        var widths = Enumerable.Range(0, shown[0].Length).Select(column => shown.Max(row => row[column].Length)).ToArray();
        return shown.Select(row => "  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>Without line breaks and other control characters: the text comes from tables that others write, too.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
