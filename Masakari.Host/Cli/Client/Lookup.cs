using System.Text.Json.Nodes;
using Masakari.Core.OpenStack.InstanceHa;

namespace Masakari.Host.Cli.Client;

/// <summary>Finds the id of what the caller names. What looks like a uuid is taken as one.</summary>
internal sealed class Lookup(InstanceHaClient api)
{
    /// <exception cref="CliException">There is no such segment.</exception>
    public Task<string> SegmentAsync(string named, CancellationToken ct) =>
        FindAsync(ApiPath.Segments, named, "name", $"There is no segment '{named}'; `masakari segment list` shows the segments", ct);

    /// <exception cref="CliException">There is no such host in the segment.</exception>
    public Task<string> HostAsync(string segment, string named, CancellationToken ct) => FindAsync(
        ApiPath.Hosts(segment), named, "name",
        $"There is no host '{named}' in this segment; `masakari host list SEGMENT` shows its hosts", ct);

    /// <summary>A vmove by the name of its instance.</summary>
    /// <exception cref="CliException">The notification moves no such instance.</exception>
    public Task<string> VMoveAsync(string notification, string named, CancellationToken ct) => FindAsync(
        ApiPath.VMoves(notification), named, "instance_name",
        $"There is no vmove of an instance '{named}'; `masakari vmove list {notification}` shows the vmoves", ct);

    /// <summary>A host of any segment.</summary>
    /// <exception cref="CliException">There is no such host.</exception>
    public async Task<string> HostAnywhereAsync(string named, CancellationToken ct)
    {
        if (Uuid(named) is { } uuid) return uuid;
        await foreach (var segment in api.ListAsync(ApiPath.Segments, [], limit: null, ct))
        {
            await foreach (var host in api.ListAsync(ApiPath.Hosts((string)segment["uuid"]!), [], limit: null, ct))
                if ((string?)host["name"] == named) return (string)host["uuid"]!;
        }

        throw CliException.Failure($"There is no host '{named}' in any segment");
    }

    private async Task<string> FindAsync(ApiPath path, string named, string field, string otherwise, CancellationToken ct)
    {
        if (Uuid(named) is { } uuid) return uuid;
        var found = new List<JsonObject>();
        await foreach (var item in api.ListAsync(path, [], limit: null, ct))
            if ((string?)item[field] == named) found.Add(item);
        return found.Count switch
        {
            0 => throw CliException.Failure(otherwise),
            1 => (string)found[0]["uuid"]!,
            _ => throw CliException.Failure(
                $"'{named}' is the name of several: {string.Join(", ", found.Select(item => (string?)item["uuid"]))}"),
        };
    }

    private static string? Uuid(string text) => Guid.TryParse(text, out var uuid) ? uuid.ToString() : null;
}
