using System.Xml.Linq;

namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>How the power of a host is asked, as a fencing device in the CIB has it. Never shown: it holds a password.</summary>
internal sealed class IpmiDevice
{
    private static readonly char[] Separators = [' ', ',', ';', '\t', '\n'];

    private readonly IReadOnlySet<string> hosts;

    private IpmiDevice(IReadOnlySet<string> hosts) => this.hosts = hosts;

    public required string Address { get; init; }

    public required string User { get; init; }

    public required string Password { get; init; }

    /// <summary>As ipmitool's -I takes it: <c>lan</c> or <c>lanplus</c>.</summary>
    public required string Interface { get; init; }

    public bool IsFor(string hostName) => hosts.Contains(hostName);

    /// <summary>The devices of the agents external/ipmi, fence_ipmilan and its kin, wherever they stand in the configuration.</summary>
    public static IReadOnlyList<IpmiDevice> ReadAll(XElement cib) =>
    [
        .. cib.Elements("configuration").Elements("resources").Descendants("primitive")
            .Select(device => device.Text("type") switch
            {
                "external/ipmi" => OfExternal(device),
                "fence_ipmilan" or "fence_idrac" or "fence_imm" or "fence_ilo3" or "fence_ilo4" or "fence_ilo5" => OfAgent(device),
                _ => null,
            }).OfType<IpmiDevice>(),
    ];

    private static IpmiDevice? OfExternal(XElement device) => Of(
        device.Pair("hostname")?.Split(Separators, StringSplitOptions.RemoveEmptyEntries) ?? [], device.Pair("ipaddr"),
        device.Pair("userid"), device.Pair("passwd"), device.Pair("interface"));

    private static IpmiDevice? OfAgent(XElement device) => Of(
        Listed(device), device.Pair("ip") ?? device.Pair("ipaddr"), device.Pair("username") ?? device.Pair("login"),
        device.Pair("password") ?? device.Pair("passwd"),
        device.PairIsOn("lanplus") || device.Text("type") != "fence_ipmilan" ? "lanplus" : "lan");

    private static IpmiDevice? Of(IReadOnlyList<string> hosts, string? address, string? user, string? password, string? lan) =>
        address is null || hosts.Count != 1    // one controller speaks for one host
            ? null
            : new IpmiDevice(hosts.ToHashSet())
            {
                Address = address, User = user ?? "", Password = password ?? "", Interface = string.IsNullOrEmpty(lan) ? "lan" : lan,
            };

    // pcmk_host_list="node2", or pcmk_host_map="node2:plug;node3:plug".
    private static List<string> Listed(XElement device) =>
    [
        .. (device.Pair("pcmk_host_list") ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries)
            .Concat((device.Pair("pcmk_host_map") ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split(':', '=')[0])).Distinct(),
    ];
}
