using System.Xml.Linq;

namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>What crm_mon says, in its own XML (<c>-X</c>) or in that of all newer tools (<c>--output-as=xml</c>).</summary>
internal sealed record ClusterMonitor
{
    /// <summary>Whether there is a coordinator with quorum.</summary>
    public bool HasQuorum { get; init; }

    public required IReadOnlyDictionary<string, MonitorNode> Nodes { get; init; }

    /// <summary>The last fencing of each host that succeeded.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> Fenced { get; init; }

    /// <summary>Why it is not known who was fenced; <see langword="null"/> = it is.</summary>
    public string? FencingTrouble { get; init; }

    /// <exception cref="FormatException">The text is not what crm_mon writes, or says that it failed.</exception>
    public static ClusterMonitor Parse(string text)
    {
        var root = ClusterXml.Parse(text);
        if (root.Name.LocalName is not ("crm_mon" or "pacemaker-result"))
            throw new FormatException($"what it wrote begins with <{root.Name}>");
        if (root.Element("status") is { } status && status.Text("code") is not (null or "0"))
            throw new FormatException($"it says: {status.Text("message")}");
        var events = root.Elements("fence_history").Elements("fence_event").Where(one => one.Text("status") == "success").ToList();
        var undated = events.FirstOrDefault(one => one.Moment("completed") is null);
        return new ClusterMonitor
        {
            HasQuorum = root.Element("summary")?.Element("current_dc").Flag("with_quorum") == true,
            Nodes = root.Elements("nodes").Elements("node").Where(node => node.Text("name") is not null)
                .Select(node => Node(node, root)).DistinctBy(node => node.Name).ToDictionary(node => node.Name),
            Fenced = events.Where(one => one.Text("target") is not null && one.Moment("completed") is not null)
                .GroupBy(one => one.Text("target")!)
                .ToDictionary(host => host.Key, host => host.Max(one => one.Moment("completed")!.Value)),
            // Without any fencing so far there is no such element.
            FencingTrouble = root.Element("fence_history").Text("status") is not (null or "0") and var code
                ? $"the fencing history cannot be read (status {code})"
                : undated is not null ? $"the time '{undated.Text("completed")}' in the fencing history cannot be read" : null,
        };
    }

    private static MonitorNode Node(XElement node, XElement root)
    {
        var name = node.Text("name")!;
        var remote = node.Text("type") == "remote";
        var connection = remote ? root.Elements("resources").Descendants("resource").FirstOrDefault(one => one.Text("id") == name) : null;
        return new MonitorNode
        {
            Name = name,
            IsRemote = remote,
            IsOnline = node.Flag("online"),
            IsUnclean = node.Flag("unclean") == true,
            SetAside = CibNode.WaysToSetAside.FirstOrDefault(word => node.Flag(word) == true),
            IsConnecting = node.Flag("pending") == true || connection.Text("pending") is not null || connection.Text("role") == "Starting",
            HasFailed = connection.Flag("failed") == true,
            IsStoppedByOrder = connection.Text("target_role") == "Stopped",
            FailedAt = remote ? LastFailure(name, root) : null,
        };
    }

    private static DateTimeOffset? LastFailure(string name, XElement root) =>
        root.Elements("failures").Elements("failure")
            .Where(failure => failure.Text("op_key") is { } key && (key.StartsWith($"{name}_monitor_", StringComparison.Ordinal)
                || key.StartsWith($"{name}_start_", StringComparison.Ordinal)
                || key.StartsWith($"{name}_migrate_", StringComparison.Ordinal)))
            .Max(failure => failure.Moment("last-rc-change"));
}
