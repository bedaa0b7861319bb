using System.Text.Json.Nodes;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.InstanceHa;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>The hosts that Masakari knows.</summary>
internal sealed class RegisteredHosts(InstanceHaClient api)
{
    /// <summary>The hosts of all segments.</summary>
    /// <exception cref="OpenStackException">The API rejected the call, or did not answer.</exception>
    public async Task<IReadOnlyList<RegisteredHost>> ListAsync(CancellationToken ct)
    {
        var hosts = new List<RegisteredHost>();
        await foreach (var segment in api.ListAsync(ApiPath.Segments, [], limit: null, ct))
            await foreach (var host in api.ListAsync(ApiPath.Hosts(Text(segment, "uuid")), [], limit: null, ct))
                hosts.Add(new RegisteredHost(Text(host, "name"), Text(segment, "name")));
        return hosts;
    }

    /// <summary>What the operator can do about a host that is not registered. Never throws for an API that does not answer.</summary>
    public async Task<string> HintAsync(string hostName, CancellationToken ct)
    {
        try
        {
            return Hint(hostName, await ListAsync(ct));
        }
        catch (OpenStackException problem)
        {
            return $"The registered hosts cannot be read: {problem.Message.TrimEnd('.')}";
        }
    }

    /// <summary>Names the hosts that may be meant: those whose names agree up to the first dot, in any case.</summary>
    public static string Hint(string hostName, IReadOnlyList<RegisteredHost> registered)
    {
        var alike = registered.Where(host => Short(host.Name).Equals(Short(hostName), StringComparison.OrdinalIgnoreCase))
            .Select(host => $"'{host.Name}' (segment {host.Segment})").ToList();
        return alike.Count > 0
            ? $"The name looks like {string.Join(", ", alike)}: set [DEFAULT] hostname to the registered name"
            : $"None of the {registered.Count} registered hosts has a similar name: register the host, or set [DEFAULT] hostname";
    }

    private static string Short(string name) => name.Split('.')[0];

    private static string Text(JsonObject item, string name) => item[name]?.ToString() ?? "";
}

/// <summary>A host that Masakari knows.</summary>
/// <param name="Name">Its name, as reports must give it.</param>
/// <param name="Segment">The name of its failover segment.</param>
internal sealed record RegisteredHost(string Name, string Segment);
