namespace Masakari.Core.Configuration;

/// <summary>One thing wrong with (or worth a warning in) the configuration; its text is one line for the operator and never holds a secret.</summary>
/// <param name="Place">The file, or the environment variable; <see langword="null"/> when the option stands nowhere.</param>
/// <param name="Line">Line in the file, from 1; 0 when <paramref name="Place"/> is not a file or the file as a whole is meant.</param>
/// <param name="Option">The option as <c>[section] name</c>; <see langword="null"/> when the line itself is meant.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record ConfError(string? Place, int Line, string? Option, string Message)
{
    /// <summary>For example <c>masakari.conf:41: [host_failure] evacuate_all_instances: 'maybe' is not true or false</c>.</summary>
    public override string ToString()
    {
        var place = Place is null ? "" : Line > 0 ? $"{Place}:{Line}: " : $"{Place}: ";
        return Option is null ? place + Message : $"{place}{Option}: {Message}";
    }

    internal static ConfError At(ConfEntry entry, string message) => new(entry.Path, entry.Line, $"[{entry.Section}] {entry.Name}", message);
}
