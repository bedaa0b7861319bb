namespace Masakari.Host.Sandbox;

/// <summary>Every call, in the order of arrival.</summary>
internal sealed class CallLog(CloudTimeline timeline, CloudInventory inventory)
{
    private static readonly string[] Roots = ["/identity/v3/", "/compute/v2.1/"];

    public List<SimulatedCall> All { get; } = [];

    public SimulatedCall Note(SimulatedRequest request)
    {
        var action = request.Path.EndsWith("/action", StringComparison.Ordinal) ? ServerActions.Named(request)?.Name : null;
        var call = new SimulatedCall
        {
            At = timeline.Now,
            Method = request.Method,
            Path = request.Path,
            Query = request.Url.Query,
            Action = action,
            Server = ServerName(request.Path),
            Kind = action ?? $"{request.Method} {Pattern(request.Path)}",
        };
        All.Add(call);
        return call;
    }

    private string? ServerName(string path) =>
        path.Split('/') is [_, "compute", "v2.1", "servers", var id, ..] && Guid.TryParse(id, out _) ? inventory.FindInstance(id)?.Name : null;

    private static string Pattern(string path)
    {
        var root = Roots.FirstOrDefault(r => path.StartsWith(r, StringComparison.Ordinal)) ?? "";
        return string.Join('/', path[root.Length..].Split('/').Select(part => Guid.TryParse(part, out _) ? "*" : part));
    }
}
