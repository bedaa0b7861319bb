using System.CommandLine;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Host.Cli.Client.Output;

namespace Masakari.Host.Cli.Client;

/// <summary>One run of a verb, logged in.</summary>
/// <param name="Api">The API of Masakari.</param>
/// <param name="Command">What the caller typed.</param>
/// <param name="Output">Where the answer goes.</param>
/// <param name="Errors">Where the rest goes.</param>
/// <param name="Around">What the process has.</param>
internal sealed record ClientSession(
    InstanceHaClient Api, ParseResult Command, TextWriter Output, TextWriter Errors, Surroundings Around)
{
    /// <summary>Takes secrets out of a text.</summary>
    public required Func<string, string> Clean { get; init; }

    /// <summary>What to say of a request that failed.</summary>
    public required ApiTrouble Trouble { get; init; }

    public Lookup Lookup { get; } = new(Api);

    /// <summary>Prints one item.</summary>
    public void Show(ColumnOptions columns, System.Text.Json.Nodes.JsonObject item) =>
        Output.Write(columns.One(Command, Api.Version, Around.HasColours, item));

    /// <summary>Prints what a list command asks for.</summary>
    public async Task ListAsync(ApiPath path, ListOptions list, ColumnOptions columns, CancellationToken ct) =>
        Output.Write(columns.List(Command, Api.Version, Around.HasColours, await list.ReadAsync(this, path, ct)));

    /// <summary>The value of an argument that is needed.</summary>
    public string Get(Argument<string> argument) => Command.GetValue(argument)!;
}
