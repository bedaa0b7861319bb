namespace Masakari.Host.Sandbox;

/// <summary>Which calls fail, and how. A property that is null matches everything.</summary>
internal sealed record FaultRule
{
    public string? Method { get; init; }

    /// <summary>Pattern for the whole path, such as `/compute/v2.1/os-services*`; `*` matches any text.</summary>
    public string? Path { get; init; }

    /// <summary>A server action, such as `evacuate`.</summary>
    public string? Action { get; init; }

    /// <summary>Name of the server in the path.</summary>
    public string? Server { get; init; }

    /// <summary>The number of matching calls that succeed first.</summary>
    public int LetThrough { get; init; }

    /// <summary>The number of matching calls that fail after them; null: all.</summary>
    public int? Times { get; init; }

    /// <summary>How long the rule is active; null: without limit.</summary>
    public TimeSpan? For { get; init; }

    public required FaultEffect Effect { get; init; }
}
