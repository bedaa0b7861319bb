namespace Masakari.Host.Sandbox;

/// <summary>A request to Nova with a valid token.</summary>
internal sealed record NovaCall(SimulatedRequest Request, KeystoneToken Caller, string RequestId)
{
    public bool IsAdmin => Caller.User.IsAdmin;

    public InstanceAction Action(string name, DateTimeOffset now) => new(name, RequestId, Caller.User.Id, Caller.Project?.Id, now);
}
