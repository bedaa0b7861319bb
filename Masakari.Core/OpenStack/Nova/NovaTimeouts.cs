namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// How long the calls may take, a renewed token included. A change whose answer was lost can no longer begin once its time-out has
/// passed: who takes over an intent of which Nova knows nothing waits that long before he asks again.
/// </summary>
public static class NovaTimeouts
{
    /// <summary>Each try of a read; there are up to three.</summary>
    public static readonly TimeSpan Read = TimeSpan.FromSeconds(30);

    /// <summary>Lock, unlock, reset state, stop, enable.</summary>
    public static readonly TimeSpan Change = TimeSpan.FromSeconds(30);

    /// <summary>Evacuate: Nova's API asks Placement and the conductor before it answers.</summary>
    public static readonly TimeSpan Evacuate = TimeSpan.FromSeconds(60);

    /// <summary>Disable: above Nova's rpc_response_timeout of 60 s, for which Nova waits when the host has just died.</summary>
    public static readonly TimeSpan Disable = TimeSpan.FromSeconds(75);
}
