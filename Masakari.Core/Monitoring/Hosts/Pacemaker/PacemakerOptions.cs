using System.Globalization;
using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>[host]: what only the driver for pacemaker and corosync needs.</summary>
internal sealed record PacemakerOptions
{
    private const string Interfaces = "corosync_multicast_interfaces";
    private const string Ports = "corosync_multicast_ports";

    /// <summary>Only remote nodes are judged.</summary>
    public bool OnlyRemotes { get; init; }

    /// <summary>The time limit for one question to an IPMI controller.</summary>
    public TimeSpan IpmiLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the monitor waits when no packet of corosync is seen: this host may be about to be fenced.</summary>
    public TimeSpan StonithWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a packet is waited for.</summary>
    public TimeSpan PacketLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where packets of corosync are looked for; empty = nowhere.</summary>
    public IReadOnlyList<(string Interface, int Port)> Lines { get; init; } = [];

    /// <summary>What this node is; <see langword="null"/> = systemd is asked.</summary>
    public NodeType? NodeType { get; init; }

    /// <summary>Whether a failed host must be seen off: as <see cref="HostMonitorOptions.NeedsPowerOff"/>.</summary>
    public bool NeedsPowerOff { get; init; } = true;

    /// <summary>The time limit for one tool of pacemaker.</summary>
    public TimeSpan ToolLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/>.</summary>
    public static PacemakerOptions Read(Conf conf)
    {
        var section = conf.Section("host");
        return new PacemakerOptions
        {
            OnlyRemotes = section.Bool(
                "restrict_to_remotes", fallback: false, "Judge the remote nodes of the pacemaker cluster only, not its full members."),
            IpmiLimit = section.Seconds("ipmi_timeout", 5, "The time limit for one question to an IPMI controller.", min: 1, max: 300),
            StonithWait = section.Seconds(
                "stonith_wait", 30,
                "How long the monitor waits when it sees no packet of corosync: this host may be cut off, and is fenced then.",
                min: 0, max: 3600),
            PacketLimit = section.Seconds("tcpdump_timeout", 5, "How long a packet of corosync is waited for.", min: 1, max: 300),
            Lines = ReadLines(section),
            NodeType = section.Text(
                "pacemaker_node_type", "autodetect",
                "What this host is in the pacemaker cluster: cluster (a full member), remote, or autodetect = systemd is asked.",
                choices: ["autodetect", "cluster", "remote"]) switch
            {
                "cluster" => Pacemaker.NodeType.Cluster,
                "remote" => Pacemaker.NodeType.Remote,
                _ => null,
            },
        };
    }

    private static List<(string, int)> ReadLines(ConfSection section)
    {
        var interfaces = section.List(
            Interfaces, [],
            "The network interfaces on which packets of corosync are looked for with tcpdump before each look, separated by commas. Empty "
            + "= the packets are not looked for; the quorum tells whether this host is cut off.");
        var ports = section.List(Ports, [], "The UDP port of corosync on each of these interfaces, separated by commas.");
        if (interfaces.Count != ports.Count)
            section.Error(Ports, $"has {ports.Count} ports for {interfaces.Count} interfaces in {Interfaces}");
        var lines = new List<(string, int)>();
        foreach (var (name, text) in interfaces.Zip(ports))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536)
                lines.Add((name, port));
            else
                section.Error(Ports, $"'{text}' is not a port, 1 to 65535");
        }

        return lines;
    }
}
