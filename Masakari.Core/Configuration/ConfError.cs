namespace Masakari.Core.Configuration;

/// <summary>An error or a warning about the configuration. Its text is one line for the operator and never contains a secret.</summary>
/// <param name="Place">The file, or the environment variable; <see langword="null"/> when the option is not set.</param>
/// <param name="Line">Line in the file, from 1; 0 when <paramref name="Place"/> is not a file or the file as a whole is meant.</param>
/// <param name="Option">The option as <c>[section] name</c>; <see langword="null"/> when the line itself is meant.</param>
/// <param name="Message">What is wrong and what is right.</param>
public sealed record ConfError(string? Place, int Line, string? Option, string Message)
{
    /// <summary>For example <c>masakari.conf:41: [host_failure] evacuate_all_instances: 'maybe' is not true or false</c>.</summary>
    public override string ToString()
    {
        var place = Place is null ? "" : Line > 0 ? $"{Place}:{Line}: " : $"{Place}: ";
        return Option is null ? place + Message : $"{place}{Option}: {Message}";
    }

    /// <summary>The section that cannot be relied on; <see langword="null"/> when that may be any of them.</summary>
    internal string? Section { get; init; }

    /// <summary>Whether a whole file or folder could not be read.</summary>
    internal bool IsWholeSource { get; init; }

    internal static ConfError At(ConfEntry entry, string message) =>
        new(entry.Path, entry.Line, $"[{entry.Section}] {entry.Name}", message) { Section = entry.Section };
}
