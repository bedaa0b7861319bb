using System.Text;

namespace Masakari.Host.Cli.Client.Output;

/// <summary>A table with a frame of <c>+</c>, <c>-</c> and <c>|</c>, as the openstack client draws it.</summary>
internal static class FramedTable
{
    private const string Bold = "1";

    /// <param name="heads">The names of the columns.</param>
    /// <param name="rows">The cells, as many as heads. A line break in a cell makes a further line.</param>
    /// <param name="hasColours">Whether heads and statuses are coloured.</param>
    public static string Of(IReadOnlyList<string> heads, IReadOnlyList<string[]> rows, bool hasColours)
    {
        string[][][] cells = [.. rows.Select(row => row.Select(Lines).ToArray())];
        var widths = heads.Select((head, column) =>
            cells.Select(row => row[column].Max(Width)).Append(Width(head)).Max()).ToArray();
        var frame = $"+{string.Join('+', widths.Select(width => new string('-', width + 2)))}+\n";
        var text = new StringBuilder(frame);
        AddLine(text, heads, widths, _ => hasColours ? Bold : null);
        text.Append(frame);
        foreach (var row in cells)
        {
            for (var line = 0; line < row.Max(cell => cell.Length); line++)
            {
                string[] shown = [.. row.Select(cell => line < cell.Length ? cell[line] : "")];
                AddLine(text, shown, widths, column => hasColours ? Colour(shown[column]) : null);
            }
        }

        return text.Append(frame).ToString();
    }

    private static void AddLine(StringBuilder text, IReadOnlyList<string> cells, int[] widths, Func<int, string?> colour)
    {
        for (var column = 0; column < cells.Count; column++)
        {
            var (cell, blanks) = (cells[column], new string(' ', widths[column] - Width(cells[column])));
            text.Append("| ").Append(colour(column) is { } code ? $"\e[{code}m{cell}\e[0m" : cell).Append(blanks).Append(' ');
        }

        text.Append("|\n");
    }

    private static string? Colour(string cell) => cell switch
    {
        "finished" or "succeeded" => "32",
        "failed" or "error" => "31",
        "running" or "ongoing" => "33",
        "ignored" or "pending" or "None" => "90",
        _ => null,
    };

    // Names and messages come from others: a control character could drive the terminal.
    private static string[] Lines(string cell) =>
        [.. cell.ReplaceLineEndings("\n").Split('\n').Select(line => string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c)))];

    private static int Width(string text) => text.EnumerateRunes().Sum(rune => IsWide(rune.Value) ? 2 : 1);

    // Letters of East Asia and pictures take two places.
    private static bool IsWide(int rune) => rune is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F900 and <= 0x1F9FF) or (>= 0x20000 and <= 0x3FFFD);
}
