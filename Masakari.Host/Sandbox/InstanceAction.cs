namespace Masakari.Host.Sandbox;

/// <summary>An entry of os-instance-actions. No user: Nova acted by itself.</summary>
internal sealed record InstanceAction(string Name, string RequestId, string? UserId, string? ProjectId, DateTimeOffset StartedAt);
