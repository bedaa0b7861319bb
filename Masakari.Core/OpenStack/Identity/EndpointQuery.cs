namespace Masakari.Core.OpenStack.Identity;

/// <summary>Which endpoint of the catalogue is wanted.</summary>
public sealed record EndpointQuery
{
    /// <summary>The service type, such as <c>compute</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Other types under which the service is registered in some clouds, tried in this order after <see cref="Type"/>.</summary>
    public IReadOnlyList<string> OtherTypes { get; init; } = [];

    /// <summary>The service's name; it counts only where the catalogue names the service. <see langword="null"/> = any.</summary>
    public string? Name { get; init; }

    /// <summary><c>public</c>, <c>internal</c> or <c>admin</c>.</summary>
    public string Interface { get; init; } = "public";

    /// <summary>The region; <see langword="null"/> = the first that comes.</summary>
    public string? Region { get; init; }

    /// <summary>Reads <c>type:name:interface</c>, as in <c>compute:nova:publicURL</c>; an empty name stands for any.</summary>
    /// <returns><see langword="null"/> unless there are exactly three parts, a type, and an interface that Keystone knows.</returns>
    public static EndpointQuery? Parse(string text, string? region)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        if (parts is not [{ Length: > 0 } type, var name, var kind] || InterfaceOf(kind) is not { } face) return null;
        return new EndpointQuery { Type = type, Name = name.Length == 0 ? null : name, Interface = face, Region = region };
    }

    /// <summary><c>publicURL</c> or <c>public</c> → <c>public</c>; <see langword="null"/> when it is neither of the three.</summary>
    internal static string? InterfaceOf(string text)
    {
        var face = text.EndsWith("URL", StringComparison.Ordinal) ? text[..^3] : text;
        return face is "public" or "internal" or "admin" ? face : null;
    }
}
