using System.CommandLine;

namespace Masakari.Host.Cli.Client;

/// <summary>An update without a change is a mistake.</summary>
internal static class Changes
{
    public static void AreNeeded(Command command, params Option<string?>[] options) => command.Validators.Add(given =>
    {
        if (options.All(option => given.GetResult(option) is not { Implicit: false }))
            given.AddError($"nothing to change: give at least one of {string.Join(", ", options.Select(option => option.Name))}");
    });
}
