using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Masakari.Host.Sandbox;

/// <summary>Draws a recovery: a bar for each task and one for the instances, and the table of vmoves.</summary>
internal static class RecoveryPicture
{
    private const int BarWidth = 30;
    private const int MostRows = 20;

    // The frame and the head of the table, the bar of the instances, what is left out, and the line of the cursor.
    private const int OtherLines = 7;

    /// <param name="look">The recovery of a host that has died.</param>
    /// <param name="height">The lines of the terminal.</param>
    public static IRenderable Of(RecoveryLook look, int height)
    {
        var headline = new Text($"{Seconds(look.Elapsed)} since the host died; notification: {look.Status}");
        return Of(look, headline, Math.Min(MostRows, RowsThatFit(look, height, headLines: 1)));
    }

    /// <summary>So many vmoves fit on a terminal, below a headline and the bars.</summary>
    public static int RowsThatFit(RecoveryLook look, int height, int headLines) =>
        Math.Max(1, height - headLines - look.Tasks.Count - OtherLines);

    /// <param name="look">The recovery.</param>
    /// <param name="headline">Stands above the bars.</param>
    /// <param name="mostRows">So many vmoves fit.</param>
    public static IRenderable Of(RecoveryLook look, IRenderable headline, int mostRows)
    {
        var bars = new Grid().AddColumns(3);
        foreach (var task in look.Tasks)
            AddBar(bars, task.Name, task.State == "SUCCESS" ? 1 : task.Progress, task.State.ToLowerInvariant(), ColourOf(task));
        var landed = look.Moves.Count(move => move.Status == "succeeded");
        if (look.Moves.Count > 0)
            AddBar(bars, "instances on other hosts", (double)landed / look.Moves.Count, $"{landed} of {look.Moves.Count}", Color.Green);
        return new Rows(headline, bars, Moves(look.Moves, mostRows));
    }

    /// <summary>The table of vmoves; a long list is cut after the rows with the most important statuses, and the rest is counted.</summary>
    public static IRenderable Moves(IReadOnlyList<MoveLook> moves, int most = MostRows)
    {
        if (moves.Count == 0)
            return new Text("");
        var table = new Table().Border(TableBorder.Ascii).AddColumns("instance", "from", "to", "vmove");
        var ranked = moves.OrderBy(Rank).ToList();
        foreach (var move in ranked.Take(most))
            table.AddRow(Cell(move.Instance), Cell(move.Source), Cell(move.Destination ?? "-"), Status(move));
        if (moves.Count <= most) return table;
        var others = ranked.Skip(most).CountBy(move => move.Status).Select(status => $"{status.Value} {status.Key}");
        return new Rows(table, new Text($"and {moves.Count - most} more: {string.Join(", ", others)}"));
    }

    public static string Seconds(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds,5:0.0} s");

    // A stable sort: failed vmoves first, then ongoing, pending and finished ones.
    private static int Rank(MoveLook move) => move.Status switch
    {
        "failed" => 0,
        "ongoing" => 1,
        "pending" => 2,
        _ => 3,
    };

    private static void AddBar(Grid bars, string name, double share, string words, Color colour)
    {
        var filled = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        var bar = new Paragraph()
            .Append(new string('#', filled), new Style(colour)).Append(new string('-', BarWidth - filled), new Style(Color.Grey));
        bars.AddRow(Cell(name), bar, Cell(words));
    }

    // A failed task has ended: its progress is that of a task that succeeded.
    private static Color ColourOf(TaskLook task) => task.State == "FAILURE" ? Color.Red : Color.Green;

    private static Text Cell(string text) => new(text);

    private static Text Status(MoveLook move) => new(
        move.Message is null ? move.Status : $"{move.Status}: {move.Message}",
        new Style(move.Status switch
        {
            "succeeded" => Color.Green,
            "failed" => Color.Red,
            "ongoing" => Color.Yellow,
            _ => Color.Grey,
        }));
}
