using System.CommandLine;

namespace Masakari.Host.Cli.Client;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class ExampleCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines, without <c>masakari</c>.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
