using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;

namespace Masakari.Core.Monitoring.Hosts.Kubernetes;

/// <summary>
/// The nodes of a kubernetes cluster: listed once and then watched. A watch that ends goes on where it ended; when the API server no longer
/// knows that place (410 Gone), the nodes are listed anew.
/// </summary>
/// <param name="connect">Makes a client; throws <see cref="KubeConfigException"/> where there is no configuration.</param>
/// <param name="labels">Which nodes, as a label selector; empty = all.</param>
/// <param name="clock">The time.</param>
internal sealed class KubernetesCluster(Func<IKubernetes> connect, string labels, TimeProvider clock) : ICluster, IDisposable
{
    private const int PageSize = 500;

    /// <summary>The API server ends a watch after this time.</summary>
    private static readonly TimeSpan WatchTime = TimeSpan.FromSeconds(60);

    /// <summary>One that lasts longer has lost its connection without a word.</summary>
    private static readonly TimeSpan WatchLimit = WatchTime * 1.5;

    private static readonly TimeSpan ListLimit = TimeSpan.FromSeconds(30);

    /// <summary>After an outage the nodes have so long to report to the API server before their silence counts.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock guard = new();
    private Dictionary<string, NodeView> nodes = [];
    private string? trouble = "the nodes have not been listed yet";
    private DateTimeOffset seesSince;
    private IKubernetes? client;

    public async Task RunAsync(CancellationToken ct)
    {
        for (var pause = FirstPause; ;)
        {
            try
            {
                client ??= connect();
                var version = await ListAsync(client, ct);
                pause = FirstPause;
                while (version is not null)
                {
                    version = await WatchAsync(client, version, ct);
                    await Task.Delay(FirstPause, clock, ct);    // one that breaks at once must not become a storm
                }
            }
            catch (Exception e) when (!ct.IsCancellationRequested && WhyAway(e) is not null)
            {
                Fails(WhyAway(e)!);
                await Task.Delay(pause, clock, ct);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    public Task<ClusterView> LookAsync(CancellationToken ct)
    {
        lock (guard)
        {
            if (trouble is not null) return Task.FromResult(ClusterView.Blind(trouble));
            var isSettled = clock.GetUtcNow() - seesSince >= Settling;
            var hosts = nodes.ToDictionary(node => node.Key, node => NodeRules.Of(node.Value, isSettled));
            return Task.FromResult(hosts.Count > 1 && hosts.Values.All(host => host.State != HostState.Online)
                ? ClusterView.Silent("no node is ready: the control plane or its network fails, not the hosts")
                : ClusterView.Of(hosts));
        }
    }

    public Task<Power> AskPowerAsync(string hostName, CancellationToken ct) =>
        Task.FromResult(new Power(IsOff: null, "kubernetes does not fence hosts"));

    public void Dispose() => client?.Dispose();

    /// <returns>The place from which to watch.</returns>
    private async Task<string> ListAsync(IKubernetes api, CancellationToken ct)
    {
        using var over = new CancellationTokenSource(ListLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        var (all, page, next) = (new List<V1Node>(), (V1NodeList?)null, (string?)null);
        do
        {
            page = await api.CoreV1.ListNodeAsync(
                labelSelector: Selector, limit: PageSize, continueParameter: next, cancellationToken: either.Token);
            all.AddRange(page.Items);
            next = page.Metadata.ContinueProperty;
        }
        while (!string.IsNullOrEmpty(next));

        lock (guard)
        {
            nodes = all.ToDictionary(node => node.Metadata.Name, node => NodeView.Of(node, nodes.GetValueOrDefault(node.Metadata.Name)));
            if (trouble is not null) seesSince = clock.GetUtcNow();
            trouble = null;
        }

        return page.Metadata.ResourceVersion;
    }

    /// <summary>Watches until the API server ends the watch, or the connection breaks.</summary>
    /// <returns>The place from which to go on; <see langword="null"/> = the nodes must be listed anew.</returns>
    private async Task<string?> WatchAsync(IKubernetes api, string version, CancellationToken ct)
    {
        using var over = new CancellationTokenSource(WatchLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        Exception? problem = null;
        var watch = api.CoreV1.WatchListNodeAsync(
            labelSelector: Selector, resourceVersion: version, allowWatchBookmarks: true, timeoutSeconds: (int)WatchTime.TotalSeconds,
            onError: error =>
            {
                problem ??= error;
                over.Cancel();
            },
            cancellationToken: either.Token);
        try
        {
            await foreach (var (sort, node) in watch)
            {
                version = node.Metadata.ResourceVersion;
                Take(sort, node);
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested && (problem is not null || IsBroken(e)))
        {
            // The place is known: the next watch goes on from it.
        }
        catch (Exception e) when (IsGone(e))
        {
            return null;
        }

        ct.ThrowIfCancellationRequested();
        return problem is null || IsBroken(problem) ? version : null;
    }

    private void Take(WatchEventType sort, V1Node node)
    {
        lock (guard)
        {
            var name = node.Metadata.Name;
            if (sort is WatchEventType.Added or WatchEventType.Modified) nodes[name] = NodeView.Of(node, nodes.GetValueOrDefault(name));
            else if (sort == WatchEventType.Deleted) nodes.Remove(name);
        }
    }

    private void Fails(string why)
    {
        lock (guard)
            trouble = why;
    }

    private string? Selector => labels.Length == 0 ? null : labels;

    /// <summary>The connection of a watch that has begun broke, or was silent for too long.</summary>
    private static bool IsBroken(Exception problem) =>
        problem is IOException or OperationCanceledException or HttpRequestException { InnerException: IOException };

    private static bool IsGone(Exception problem) =>
        problem is HttpOperationException { Response.StatusCode: HttpStatusCode.Gone }
            or KubernetesException { Status.Code: (int)HttpStatusCode.Gone };

    /// <returns><see langword="null"/> = a bug.</returns>
    private static string? WhyAway(Exception problem) => problem switch
    {
        KubeConfigException => $"this process does not run in a pod with a service account: {problem.Message}",
        HttpOperationException http => $"the API server answers {(int)http.Response.StatusCode} {http.Response.ReasonPhrase}",
        OperationCanceledException => $"the API server did not answer within {ListLimit.TotalSeconds:0} s",
        HttpRequestException or IOException or KubernetesException => $"the API server cannot be asked: {problem.Message}",
        _ => null,
    };
}
