namespace Masakari.Core.Configuration;

/// <summary>What is known about one option because some room reads it.</summary>
public sealed record ConfOption
{
    /// <summary>The section, in its usual spelling.</summary>
    public required string Section { get; init; }

    /// <summary>The name inside the section; case matters.</summary>
    public required string Name { get; init; }

    /// <summary>What a value must be, unit and range included: "a whole number of seconds, 0 or more".</summary>
    public required string Type { get; init; }

    /// <summary>The default as it would be written in a file; <see langword="null"/> when the option has none.</summary>
    public string? Default { get; init; }

    /// <summary>A sentence or two for the operator.</summary>
    public string Help { get; init; } = "";

    /// <summary>Whether the value must never be shown.</summary>
    public bool Secret { get; init; }

    /// <summary>Older names that are still read, as <c>section.name</c>; the first that is set counts when the current name isn't.</summary>
    public IReadOnlyList<string> Was { get; init; } = [];

    /// <summary>The option as <c>[section] name</c>.</summary>
    public override string ToString() => $"[{Section}] {Name}";

    /// <summary>The names in the order in which they are looked up.</summary>
    internal IEnumerable<(string Section, string Name)> Names =>
        Was.Select(old => old.LastIndexOf('.') is var dot and > 0 ? (old[..dot], old[(dot + 1)..]) : (Section, old)).Prepend((Section, Name));
}
