namespace Masakari.Host.Sandbox;

/// <summary>The newest calls in the order of arrival, and the number of calls of each kind.</summary>
internal sealed class CallLog(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory)
{
    private static readonly string[] Roots = ["/identity/v3/", "/compute/v2.1/"];

    private readonly Queue<SimulatedCall> newest = new();

    public IReadOnlyCollection<SimulatedCall> Newest => newest;

    public Dictionary<string, int> ByKind { get; } = [];

    public SimulatedCall Note(SimulatedRequest request)
    {
        var action = request.Path.EndsWith("/action", StringComparison.Ordinal) ? ServerActions.Named(request)?.Name : null;
        var call = new SimulatedCall
        {
            At = timeline.Now,
            Method = request.Method,
            Path = request.Path,
            Port = request.Url.Port,
            Query = request.Url.Query,
            Action = action,
            Server = ServerName(request.Path),
            Kind = action ?? $"{request.Method} {Pattern(request.Path)}",
        };
        newest.Enqueue(call);
        if (newest.Count > options.CallsKept) newest.Dequeue();
        ByKind[call.Kind] = ByKind.GetValueOrDefault(call.Kind) + 1;
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
