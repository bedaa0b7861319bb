namespace Masakari.Host.Sandbox;

/// <summary>An entry of os-instance-actions. Without a user the action is Nova's own.</summary>
internal sealed record InstanceAction(string Name, string RequestId, string? UserId, string? ProjectId, DateTimeOffset StartedAt);
