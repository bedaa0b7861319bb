using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>
/// The pacemaker cluster of this host, seen with its own tools. This account must be allowed to use them: root, or a member of the group
/// haclient.
/// </summary>
internal sealed partial class PacemakerCluster(
    ClusterTools tools, PacemakerOptions options, TimeProvider clock, ILogger<PacemakerCluster> logger) : ICluster
{
    private static readonly string[] MonitorWords = ["crm_mon", "--output-as=xml", "--fence-history=3", "--inactive", "--one-shot"];
    private static readonly string[] OldMonitorWords = ["crm_mon", "--as-xml", "--fence-history=3", "--inactive"];
    private static readonly string[] Settled = ["S_IDLE", "S_NOT_DC", "S_POLICY_ENGINE", "S_TRANSITION_ENGINE"];

    private readonly HeartbeatLine line = new(tools, options, clock, logger);
    private readonly PowerStatus power = new(tools, options.IpmiLimit);
    private readonly NodeKind kind = new(tools, options.NodeType);
    private IReadOnlyList<IpmiDevice> devices = [];
    private string[] monitorWords = MonitorWords;
    private string? ownName;
    private bool isWarned;

    public Task SettleAsync(CancellationToken ct) => line.CheckAsync(ct);

    public async Task<ClusterView> LookAsync(CancellationToken ct)
    {
        try
        {
            return await WhyUnsettledAsync(ct) ?? await ReadAsync(ct);
        }
        catch (FormatException e)
        {
            return ClusterView.Blind(e.Message);
        }
    }

    public Task<Power> AskPowerAsync(string hostName, CancellationToken ct) => power.AskAsync(hostName, devices, ct);

    /// <summary>This node must be a settled member, or it knows nothing of others.</summary>
    private async Task<ClusterView?> WhyUnsettledAsync(CancellationToken ct)
    {
        var (type, trouble) = await kind.FindAsync(ct);
        if (trouble is not null) return ClusterView.Blind(trouble);
        if (type == NodeType.Remote) return null;
        ownName ??= (await tools.RunAsync(["crm_node", "--name"], ct)) is { Trouble: null, Text: var name } ? name.Trim() : null;
        var answer = await tools.RunAsync(["crmadmin", "-S", ownName ?? Dns.GetHostName()], ct);
        if (answer.Trouble is { } why) return type is null ? null : ClusterView.Blind(why);
        return StateWord().Match(answer.Text) is { Success: true, Value: var state } && Settled.Contains(state)
            ? null
            : ClusterView.Silent($"this node is no settled member of the cluster: {answer.Text.Trim()}");
    }

    private async Task<ClusterView> ReadAsync(CancellationToken ct)
    {
        var cib = await ReadAsync(["cibadmin", "--query"], Cib.Parse, ct);
        if (cib.HasQuorum != true) return ClusterView.Silent("this part of the cluster has no quorum, by its CIB");
        var monitor = await ReadMonitorAsync(ct);
        if (!monitor.HasQuorum) return ClusterView.Silent("this part of the cluster has no coordinator with quorum, by crm_mon");
        // Corosync knows of a partition before pacemaker does. Where this account may not ask it, pacemaker's word counts.
        if (QuorateWord().Match((await tools.RunAsync(["corosync-quorumtool", "-s"], ct)).Text) is { Success: true } said
            && said.Groups["word"].Value != "Yes")
            return ClusterView.Silent("this part of the cluster has no quorum, by corosync");
        devices = cib.Devices;
        if (!options.NeedsPowerOff && !cib.IsFencing && !isWarned) logger.ReportsWithoutFencing();
        isWarned = true;
        return ClusterView.Of(Judge(cib, monitor)) with { OwnName = ownName, Gap = monitor.FencingTrouble };
    }

    private Dictionary<string, HostSight> Judge(Cib cib, ClusterMonitor monitor)
    {
        var hosts = new Dictionary<string, HostSight>();
        var states = cib.Nodes.DistinctBy(node => node.Name).ToDictionary(node => node.Name);
        foreach (var node in monitor.Nodes.Values.Where(node => node.IsRemote))
            hosts[node.Name] = NodeRules.OfRemote(node, states.GetValueOrDefault(node.Name), FencedAt(monitor, node.Name));
        foreach (var node in states.Values.Where(node => !options.OnlyRemotes && !node.IsRemote))
            hosts.TryAdd(node.Name, NodeRules.OfMember(
                node, monitor.Nodes.GetValueOrDefault(node.Name), FencedAt(monitor, node.Name), monitor.FencingTrouble is null));
        return hosts;
    }

    private static DateTimeOffset? FencedAt(ClusterMonitor monitor, string name) =>
        monitor.Fenced.TryGetValue(name, out var at) ? at : null;

    /// <summary>Before pacemaker 2.0.3 crm_mon knows only the older form.</summary>
    private async Task<ClusterMonitor> ReadMonitorAsync(CancellationToken ct)
    {
        try
        {
            return await ReadAsync(monitorWords, ClusterMonitor.Parse, ct);
        }
        catch (FormatException) when (monitorWords == MonitorWords)
        {
            var old = await tools.RunAsync(OldMonitorWords, ct);
            if (old.Trouble is not null) throw;
            var read = ClusterMonitor.Parse(old.Text);
            monitorWords = OldMonitorWords;
            return read;
        }
    }

    private async Task<T> ReadAsync<T>(string[] words, Func<string, T> parse, CancellationToken ct)
    {
        var answer = await tools.RunAsync(words, ct);
        if (answer.Trouble is { } why) throw new FormatException(why);
        try
        {
            return parse(answer.Text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"`{string.Join(' ', words)}`: {e.Message}", e);
        }
    }

    [GeneratedRegex("S_[A-Z_]+")]
    private static partial Regex StateWord();

    [GeneratedRegex(@"^Quorate:\s*(?<word>\w+)", RegexOptions.Multiline)]
    private static partial Regex QuorateWord();
}
