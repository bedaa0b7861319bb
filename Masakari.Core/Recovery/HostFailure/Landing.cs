using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>How an evacuation ended.</summary>
/// <param name="Server">The instance on its new host, or null.</param>
/// <param name="Failure">Why it failed, or null.</param>
internal sealed record Landing(Server? Server, string? Failure)
{
    /// <summary>Whether the failure may meet other instances, too.</summary>
    public MoveTrouble Trouble { get; init; }

    /// <summary>Where it could not be built, or <see langword="null"/>.</summary>
    public string? FailedOn { get; init; }

    /// <summary>The instance no longer exists.</summary>
    public static Landing Gone { get; } = new(null, null);
}
