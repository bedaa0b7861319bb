using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>How an evacuation ended.</summary>
/// <param name="Server">The instance on its new host, or null.</param>
/// <param name="Failure">Why it failed, or null.</param>
internal sealed record Landing(Server? Server, string? Failure)
{
    /// <summary>The instance no longer exists.</summary>
    public static Landing Gone { get; } = new(null, null);
}
