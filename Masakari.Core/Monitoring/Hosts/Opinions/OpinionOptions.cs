using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Hosts.Opinions;

/// <summary>[host] second_opinions and what belongs to them.</summary>
internal sealed record OpinionOptions
{
    public const string Ssh = "ssh";
    public const string Nova = "nova";
    public const string Peers = "peers";

    private const string Option = "second_opinions";
    private const string PeersOption = "second_opinion_peers";

    private static readonly string[] All = [Ssh, Peers, Nova];

    /// <summary>The sources that are asked; none by default.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    public int SshPort { get; init; } = 22;

    /// <summary>The host monitors of other hosts.</summary>
    public IReadOnlyList<Uri> PeerPages { get; init; } = [];

    /// <summary>For one question.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When no source can tell for so long, the cluster decides alone.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/>.</summary>
    public static OpinionOptions Read(Conf conf)
    {
        var section = conf.Section("host");
        var options = new OpinionOptions
        {
            Sources = section.List(
                Option, [],
                $"Who else is asked before a failed host is reported, separated by commas: {Ssh} = the SSH port of the host, {Peers} = the "
                + $"host monitors of other hosts, {Nova} = Nova's view of its nova-compute. A host that lives by one of them is not "
                + "reported. Empty = the cluster decides alone."),
            SshPort = section.Int("second_opinion_ssh_port", 22, "The port that the opinion ssh tries.", min: 1, max: 65535),
            Limit = section.Seconds("second_opinion_timeout_seconds", 5, "The time limit for one question.", min: 1, max: 60),
            Wait = section.Seconds(
                "second_opinion_wait_seconds", 120, "When none of the sources can tell for so long, the cluster decides alone.",
                min: 0, max: 86400),
            PeerPages = ReadPeers(section),
        };
        foreach (var other in options.Sources.Except(All)) section.Error(Option, $"'{other}' is not one of {string.Join(", ", All)}");
        if (options.Sources.Contains(Peers) && options.PeerPages.Count == 0)
            section.Error(PeersOption, $"is needed for {Option} = {Peers}");
        return options;
    }

    private static List<Uri> ReadPeers(ConfSection section)
    {
        var pages = new List<Uri>();
        var peers = section.List(
            PeersOption, [],
            "The host monitors of other hosts, as HOST:PORT separated by commas: their [monitors] health_listen, at an address that this "
            + "host reaches.");
        foreach (var text in peers)
        {
            if (Uri.TryCreate($"http://{text}/", UriKind.Absolute, out var page) && page.PathAndQuery == "/"
                && text.Contains(':', StringComparison.Ordinal))
                pages.Add(page);
            else section.Error(PeersOption, $"'{text}' is not HOST:PORT");
        }

        return pages;
    }
}
