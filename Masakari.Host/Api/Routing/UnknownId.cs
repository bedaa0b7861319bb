using Masakari.Core;

namespace Masakari.Host.Api.Routing;

/// <summary>The rejection of an id in the path that does not exist. Two resources need each.</summary>
internal static class UnknownId
{
    public static Refusal Segment(string id) => Refusal.NotFound($"No failover segment with id {id}.");

    public static Refusal Notification(string id) => Refusal.NotFound($"No notification with id {id}.");
}
