namespace Masakari.Core.Configuration;

/// <summary>One assignment as it was written: quotes removed, continuation lines joined, nothing substituted.</summary>
/// <param name="Path">The file, or the name of the environment variable.</param>
/// <param name="Line">The line it begins on; 0 for an environment variable.</param>
/// <param name="Section">The section's name as it was written.</param>
/// <param name="Name">The option's name.</param>
/// <param name="Value">The value.</param>
internal sealed record ConfEntry(string Path, int Line, string Section, string Name, string Value)
{
    public bool IsEnvironment => Line == 0;
}

/// <summary>A <c>[section]</c> line.</summary>
internal sealed record ConfHeading(string Path, int Line, string Section);
