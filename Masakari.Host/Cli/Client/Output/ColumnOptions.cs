using System.CommandLine;
using System.Text.Json.Nodes;
using Masakari.Core.OpenStack.InstanceHa;

namespace Masakari.Host.Cli.Client.Output;

/// <summary>The options <c>-f</c> and <c>-c</c> of a command that prints items.</summary>
internal sealed class ColumnOptions
{
    private readonly IReadOnlyList<Column> columns;
    private readonly Option<string?> format = Typed.Choice("--format", "-f", "The form of the output (table).", Printout.Formats);
    private readonly Option<string[]> wanted;

    public ColumnOptions(Command command, params IReadOnlyList<Column> columns)
    {
        this.columns = columns;
        format.CompletionSources.Add(Printout.Formats);
        var names = columns.Select(column => column.Name).ToArray();
        wanted = new Option<string[]>("--column", "-c")
        {
            Description = $"Print this column alone; can be repeated. One of {string.Join(", ", names)}.",
            HelpName = "COLUMN",
        };
        wanted.CompletionSources.Add(names);
        wanted.Validators.Add(given =>
        {
            if (given.Tokens.FirstOrDefault(token => !names.Contains(token.Value)) is { } unknown)
                given.AddError($"there is no column '{unknown.Value}'; the columns are {string.Join(", ", names)}");
        });
        command.Add(format);
        command.Add(wanted);
    }

    public string List(ParseResult command, ApiVersion version, bool hasColours, IEnumerable<JsonObject> items)
    {
        var shown = Shown(command, version);
        return Form(command, hasColours).List(Names(shown), [.. items.Select(item => Row(shown, item))]);
    }

    public string One(ParseResult command, ApiVersion version, bool hasColours, JsonObject item)
    {
        var shown = Shown(command, version);
        return Form(command, hasColours).One(Names(shown), Row(shown, item));
    }

    private Printout Form(ParseResult command, bool hasColours) => new(command.GetValue(format) ?? Printout.Formats[0], hasColours);

    private List<Column> Shown(ParseResult command, ApiVersion version)
    {
        var chosen = command.GetValue(wanted) ?? [];
        return chosen.Length == 0
            ? [.. columns.Where(column => !column.IsExtra && version.Includes(column.Since))]
            : [.. columns.Where(column => chosen.Contains(column.Name))];
    }

    private static string[] Names(List<Column> shown) => [.. shown.Select(column => column.Name)];

    private static JsonNode?[] Row(List<Column> shown, JsonObject item) => [.. shown.Select(column => item[column.Field])];
}
