namespace Masakari.Host.Sandbox;

/// <summary>How big the sandbox is and whether it stays.</summary>
internal sealed record SandboxOptions
{
    /// <summary>Compute hosts, the one that dies included; 2 to 100.</summary>
    public int Hosts { get; init; } = 4;

    /// <summary>Instances on the host that dies; 1 to 1,000.</summary>
    public int Servers { get; init; } = 8;

    /// <summary>Stay up after the story, for trying things out.</summary>
    public bool Serve { get; init; }
}
