using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>
/// The nodes of an API server of kubernetes: <c>GET /api/v1/nodes</c> as a list and as a watch, with versions, bookmarks and 410 as its
/// documentation has them.
/// </summary>
internal sealed class FakeApiServer : DelegatingHandler
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, JsonObject> nodes = [];
    private readonly List<(int Version, string Line)> history = [];
    private readonly List<Pipe> watches = [];
    private int version = 100;
    private int oldest;
    private string? away;

    /// <summary>The queries of all requests, such as <c>watch=true&amp;resourceVersion=101</c>.</summary>
    public List<string> Queries { get; } = [];

    /// <param name="name">The node.</param>
    /// <param name="ready">The condition Ready: True, False or Unknown.</param>
    /// <param name="message">The message of the condition.</param>
    /// <param name="cordoned">spec.unschedulable.</param>
    public FakeApiServer Set(string name, string ready = "True", string message = "", bool cordoned = false)
    {
        lock (guard)
        {
            var sort = nodes.ContainsKey(name) ? "MODIFIED" : "ADDED";
            nodes[name] = new JsonObject
            {
                ["kind"] = "Node",
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject { ["name"] = name, ["resourceVersion"] = $"{++version}" },
                ["spec"] = cordoned ? new JsonObject { ["unschedulable"] = true } : [],
                ["status"] = new JsonObject
                {
                    ["conditions"] = new JsonArray(
                        Condition("MemoryPressure", "False", ""), Condition("Ready", ready, message)),
                },
            };
            Tell(sort, nodes[name]);
        }

        return this;
    }

    public void Delete(string name)
    {
        lock (guard)
        {
            nodes.Remove(name, out var node);
            node!["metadata"]!["resourceVersion"] = $"{++version}";
            Tell("DELETED", node);
        }
    }

    /// <summary>The version moves on without a change of a node.</summary>
    public int Bookmark()
    {
        lock (guard)
        {
            Tell("BOOKMARK", new JsonObject
            {
                ["kind"] = "Node",
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject { ["resourceVersion"] = $"{++version}" },
                ["spec"] = new JsonObject(),
                ["status"] = new JsonObject(),
            });
            return version;
        }
    }

    /// <summary>The connections of all watches break.</summary>
    public void Drop()
    {
        lock (guard)
        {
            foreach (var watch in watches) watch.Writer.Complete(new IOException("Connection reset by peer"));
            watches.Clear();
        }
    }

    /// <summary>What happened so far is forgotten: whoever watches from before gets 410.</summary>
    /// <param name="told">Those that watch are told now; else the next watch is rejected.</param>
    public void Compact(bool told)
    {
        lock (guard)
        {
            oldest = ++version;
            history.Clear();
            if (told)
                Tell("ERROR", Status("Expired", "too old resource version", 410));
        }
    }

    /// <summary>Nobody listens; <see langword="null"/> = it is back.</summary>
    public void Away(string? why)
    {
        lock (guard)
            away = why;
        if (why is not null) Drop();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = Answer(request);
        answer.RequestMessage = request;
        return Task.FromResult(answer);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        lock (guard)
        {
            Queries.Add(HttpUtility.UrlDecode(request.RequestUri.Query).TrimStart('?'));
            if (away is not null) throw new HttpRequestException(away);
            if (query["watch"] != "true") return Answer(HttpStatusCode.OK, List());
            var from = int.Parse(query["resourceVersion"]!, System.Globalization.CultureInfo.InvariantCulture);
            return from < oldest
                ? Answer(HttpStatusCode.Gone, Status("Expired", "too old resource version", 410))
                : Watch(from);
        }
    }

    private HttpResponseMessage Watch(int from)
    {
        var pipe = new Pipe();
        watches.Add(pipe);
        foreach (var (_, line) in history.Where(one => one.Version > from)) Write(pipe, line);
        return new HttpResponseMessage { Content = new StreamContent(pipe.Reader.AsStream()) };
    }

    private void Tell(string sort, JsonObject node)
    {
        var line = new JsonObject { ["type"] = sort, ["object"] = node.DeepClone() }.ToJsonString() + "\n";
        history.Add((version, line));
        foreach (var watch in watches) Write(watch, line);
    }

    private static void Write(Pipe pipe, string line)
    {
        pipe.Writer.Write(Encoding.UTF8.GetBytes(line));
        _ = pipe.Writer.FlushAsync().AsTask();
    }

    private JsonObject List() => new()
    {
        ["kind"] = "NodeList",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = $"{version}" },
        ["items"] = new JsonArray([.. nodes.Values.Select(node => node.DeepClone())]),
    };

    private static JsonObject Condition(string type, string status, string message) => new()
    {
        ["type"] = type, ["status"] = status, ["reason"] = "Kubelet", ["message"] = message,
    };

    private static JsonObject Status(string reason, string message, int code) => new()
    {
        ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = message,
        ["reason"] = reason, ["code"] = code,
    };

    private static HttpResponseMessage Answer(HttpStatusCode status, JsonObject body) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}
