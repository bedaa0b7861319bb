using Masakari.Core;

namespace Masakari.Host.Api.Routing;

/// <summary>The refusals of an id in the path that names nothing. Two resources use each of them.</summary>
internal static class UnknownId
{
    public static Refusal Segment(string id) => Refusal.NotFound($"No failover segment with id {id}.");

    public static Refusal Notification(string id) => Refusal.NotFound($"No notification with id {id}.");
}
