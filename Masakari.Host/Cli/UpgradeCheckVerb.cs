using System.Text;
using System.Text.Json.Nodes;
using Masakari.Core.Configuration;
using Masakari.Host.Service;

namespace Masakari.Host.Cli;

/// <summary><c>masakari status upgrade check</c>: the table, the JSON and the exit codes of the original.</summary>
/// <param name="sources">Where the configuration comes from.</param>
/// <param name="output">The results.</param>
internal sealed class UpgradeCheckVerb(ConfSources sources, TextWriter output)
{
    private const string Title = "Upgrade Check Results";
    private const int DetailsWidth = 60, CheckItselfFailed = 255;

    /// <returns>The worst verdict: 0, 1 or 2. 255 = the check itself failed.</returns>
    public async Task<int> RunAsync(bool asJson, CancellationToken ct)
    {
        try
        {
            var (conf, review) = ConfReview.Read(sources, MasakariService.ReadAll);
            var results = await UpgradeChecks.RunAsync(conf, review, TimeProvider.System, ct);
            await output.WriteAsync(asJson ? Json(results) : Table(results));
            return (int)results.Max(result => result.Verdict);
        }
        catch (Exception problem) when (!ct.IsCancellationRequested)   // any other exit code would be read as a verdict
        {
            await output.WriteLineAsync($"Error:\n{problem}");
            return CheckItselfFailed;
        }
    }

    private static string Json(IEnumerable<UpgradeResult> results) => new JsonObject
    {
        ["name"] = Title,
        ["checks"] = new JsonArray([.. results.Select(result => new JsonObject
        {
            ["check"] = result.Check, ["result"] = (int)result.Verdict, ["details"] = result.Details,
        })]),
    }.ToJsonString() + "\n";

    private static string Table(IEnumerable<UpgradeResult> results)
    {
        string[][] cells = [[Title], .. results.Select(Cell)];
        var width = cells.SelectMany(cell => cell).Max(line => line.Length);
        var frame = $"+{new string('-', width + 2)}+\n";
        var text = new StringBuilder(frame);
        foreach (var cell in cells)
        {
            foreach (var line in cell) text.Append("| ").Append(line.PadRight(width)).Append(" |\n");
            text.Append(frame);
        }

        return text.ToString();
    }

    private static string[] Cell(UpgradeResult result) =>
        [$"Check: {result.Check}", $"Result: {result.Verdict}", .. Wrapped($"{result.Details ?? "None"}")];

    // As the original: lines of 60 characters, the second and later ones indented by two blanks.
    private static IEnumerable<string> Wrapped(string details)
    {
        var (lead, line) = ("Details: ", "");
        foreach (var word in AlignedTable.OneLine(details).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Trim().Length > 0 && line.Length + 1 + word.Length > DetailsWidth)
            {
                yield return lead + line;
                (lead, line) = ("", " ");
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return lead + line;
    }
}
