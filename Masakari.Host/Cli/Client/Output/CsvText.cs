using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Host.Cli.Client.Output;

/// <summary>CSV with quotes round everything but numbers and truths, as the openstack client writes it.</summary>
internal static class CsvText
{
    public static string Line(IEnumerable<JsonNode?> cells) => string.Join(',', cells.Select(Cell)) + "\n";

    private static string Cell(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "\"\"",
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => PythonText.Of(value),
        _ => $"\"{PythonText.Of(value).Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
    };
}
