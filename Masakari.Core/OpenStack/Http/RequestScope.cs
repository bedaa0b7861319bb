namespace Masakari.Core.OpenStack.Http;

/// <summary>
/// The global request id under which the calls of this asynchronous flow are sent (<c>X-OpenStack-Request-ID</c>), so that one
/// recovery can be followed through Nova's logs. Ambient, because nothing between the recovery and the request reads it.
/// </summary>
public static class RequestScope
{
    private static readonly AsyncLocal<string?> Id = new();

    /// <summary>The id of this flow, or <see langword="null"/>.</summary>
    public static string? Current => Id.Value;

    /// <summary>Sends what follows in this flow under <c>req-{subject}</c>, until the result is disposed of.</summary>
    /// <param name="subject">The notification whose recovery it is; Nova accepts only <c>req-</c> and a UUID.</param>
    public static IDisposable Begin(Guid subject)
    {
        var before = Id.Value;
        Id.Value = $"req-{subject:D}";
        return new Restore(before);
    }

    private sealed class Restore(string? before) : IDisposable
    {
        public void Dispose() => Id.Value = before;
    }
}
