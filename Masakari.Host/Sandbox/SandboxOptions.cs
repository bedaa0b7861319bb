namespace Masakari.Host.Sandbox;

/// <summary>The size of the sandbox, and whether it keeps running.</summary>
internal sealed record SandboxOptions
{
    /// <summary>The number of compute hosts, including the one that dies; 2 to 100.</summary>
    public int Hosts { get; init; } = 4;

    /// <summary>The number of instances on the host that dies; 1 to 1,000.</summary>
    public int Servers { get; init; } = 8;

    /// <summary>Whether the sandbox keeps running after the recovery.</summary>
    public bool Serve { get; init; }
}
