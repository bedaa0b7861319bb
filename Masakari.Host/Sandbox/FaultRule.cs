namespace Masakari.Host.Sandbox;

/// <summary>Which calls go wrong, and how. What is left null matches everything.</summary>
internal sealed record FaultRule
{
    public string? Method { get; init; }

    /// <summary>Of the whole path, such as `/compute/v2.1/os-services*`; `*` stands for anything.</summary>
    public string? Path { get; init; }

    /// <summary>A server action, such as `evacuate`.</summary>
    public string? Action { get; init; }

    /// <summary>Name of the server in the path.</summary>
    public string? Server { get; init; }

    /// <summary>So many matching calls go well first.</summary>
    public int LetThrough { get; init; }

    /// <summary>So many matching calls go wrong; null: all of them.</summary>
    public int? Times { get; init; }

    /// <summary>The rule ends so long after it was given; null: never.</summary>
    public TimeSpan? For { get; init; }

    public required FaultEffect Effect { get; init; }
}
