using System.Text;

namespace Masakari.Host.Cli.Client;

/// <summary>Where a setting comes from. A later one goes before an earlier one.</summary>
internal enum Source
{
    Environment,
    File,
    CommandLine,
}

/// <summary>One setting of the caller's account.</summary>
/// <param name="Value">The value. It may be a secret.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Place">The same for a person: a variable, an option, or a file and its line.</param>
internal sealed record Setting(string Value, Source Source, string Place)
{
    // A record would print the value.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Place = ").Append(Place);
        return true;
    }
}
