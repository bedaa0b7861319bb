using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Actions;

/// <summary>What the owner of an instance says in its metadata about high availability.</summary>
internal static class HaWish
{
    private static readonly string[] TrueWords = ["1", "t", "true", "on", "y", "yes"];

    /// <summary>Whether the owner asked for high availability of this instance.</summary>
    /// <param name="server">The instance.</param>
    /// <param name="key">The metadata key by which owners ask for it.</param>
    public static bool IsEnabled(Server server, string key) =>
        server.Metadata.TryGetValue(key, out var value) && TrueWords.Contains(value.Trim().ToLowerInvariant());
}
