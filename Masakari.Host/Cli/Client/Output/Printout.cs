using System.Text.Json.Nodes;

namespace Masakari.Host.Cli.Client.Output;

/// <summary>What a verb prints, in one of the formats.</summary>
/// <param name="Format">One of <see cref="Formats"/>.</param>
/// <param name="HasColours">Whether a table is coloured.</param>
internal sealed record Printout(string Format, bool HasColours)
{
    public static string[] Formats { get; } = ["table", "json", "yaml", "csv", "value"];

    /// <summary>A list of items.</summary>
    /// <param name="heads">The names of the columns.</param>
    /// <param name="rows">The values, as many as heads.</param>
    public string List(IReadOnlyList<string> heads, IReadOnlyList<JsonNode?[]> rows) => Format switch
    {
        "json" => JsonText.Of(new JsonArray([.. rows.Select(row => Fields(heads, row))])) + "\n",
        "yaml" => YamlText.Of(new JsonArray([.. rows.Select(row => Fields(heads, row))]), sorted: true),
        "csv" => string.Concat(rows.Select(CsvText.Line).Prepend(CsvText.Line(heads.Select(head => (JsonNode?)head)))),
        "value" => string.Concat(rows.Select(row => string.Join(' ', row.Select(PythonText.Of)) + "\n")),
        _ when rows.Count == 0 => "\n",
        _ => FramedTable.Of(heads, [.. rows.Select(row => row.Select(PythonText.Of).ToArray())], HasColours),
    };

    /// <summary>One item.</summary>
    /// <inheritdoc cref="List"/>
    public string One(IReadOnlyList<string> heads, JsonNode?[] row) => Format switch
    {
        "json" => JsonText.Of(Fields(heads, row)) + "\n",
        "yaml" => YamlText.Of(Fields(heads, row), sorted: false),
        "csv" => List(heads, [row]),
        "value" => string.Concat(row.Select(value => PythonText.Of(value) + "\n")),
        _ => FramedTable.Of(["Field", "Value"], [.. heads.Zip(row, (head, value) => new[] { head, PythonText.Of(value) })], HasColours),
    };

    private static JsonObject Fields(IReadOnlyList<string> heads, JsonNode?[] row) =>
        new(heads.Zip(row, (head, value) => KeyValuePair.Create(head, value?.DeepClone())));
}
