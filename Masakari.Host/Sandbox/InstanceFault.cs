namespace Masakari.Host.Sandbox;

/// <summary>Why a server is in error; Nova shows the newest fault with servers in that state alone.</summary>
internal sealed record InstanceFault(int Code, string Message, DateTimeOffset CreatedAt)
{
    public static InstanceFault NoValidHost(DateTimeOffset now) => new(500, "No valid host was found. There are not enough hosts available.", now);
}
