namespace Masakari.Core.OpenStack.InstanceHa;

/// <summary>A collection of the API.</summary>
/// <param name="Path">Below <c>/v1</c>, without a slash at either end.</param>
/// <param name="Many">The name of the list in the answer.</param>
/// <param name="One">The name of one item in requests and answers.</param>
public sealed record ApiPath(string Path, string Many, string One)
{
    /// <summary>The failover segments.</summary>
    public static ApiPath Segments { get; } = new("segments", "segments", "segment");

    /// <summary>The notifications.</summary>
    public static ApiPath Notifications { get; } = new("notifications", "notifications", "notification");

    /// <summary>The hosts of a segment.</summary>
    /// <param name="segment">Its uuid.</param>
    public static ApiPath Hosts(string segment) => new($"segments/{Uri.EscapeDataString(segment)}/hosts", "hosts", "host");

    /// <summary>The vmoves of a notification (since version 1.3).</summary>
    /// <param name="notification">Its uuid.</param>
    public static ApiPath VMoves(string notification) => new($"notifications/{Uri.EscapeDataString(notification)}/vmoves", "vmoves", "vmove");

    /// <summary>The path of one item.</summary>
    /// <param name="id">Its uuid.</param>
    public string Item(string id) => $"{Path}/{Uri.EscapeDataString(id)}";
}
