using System.Globalization;
using System.Net;
using Masakari.Core.Configuration;

namespace Masakari.Host.Api.Edge;

/// <summary>The options of the health check for load balancers.</summary>
internal sealed record HealthOptions
{
    /// <summary>The path of the health check. Paths below it give the same answer.</summary>
    public string Path { get; init; } = "/healthcheck";

    /// <summary>While this file exists, the health check answers 503; <see langword="null"/> = no file.</summary>
    public string? DisabledByFile { get; init; } = "/etc/masakari/healthcheck_disable";

    /// <summary>The same for single ports: the file by port.</summary>
    public IReadOnlyDictionary<int, string> DisabledByFileOfPort { get; init; } = new Dictionary<int, string>();

    /// <summary>The networks that get an answer; empty = all networks.</summary>
    public IReadOnlyList<IPNetwork> Sources { get; init; } = [];

    /// <summary>Whether requests that came through a proxy get 404.</summary>
    public bool IgnoresProxied { get; init; }

    internal static HealthOptions Read(Conf conf)
    {
        var section = conf.Section("healthcheck");
        var backends = section.List(
            "backends", ["disable_by_file"], "The checks to run: disable_by_file, disable_by_files_ports, or both.");
        if (backends.Except(["disable_by_file", "disable_by_files_ports"]).ToList() is { Count: > 0 } others)
            section.Warn("backends", $"these checks do not exist here and are not run: {string.Join(", ", others)}");
        var file = section.Text(
            "disable_by_file_path", "/etc/masakari/healthcheck_disable",
            "While this file exists, the health check answers 503. Empty = no file.");
        var files = section.List(
            "disable_by_file_paths", [], "With disable_by_files_ports: one such file per listening port, as PORT:PATH. Empty = none.");
        return new HealthOptions
        {
            Path = "/" + section.Text("path", "/healthcheck", "The URL path of the health check for load balancers.").Trim('/'),
            DisabledByFile = backends.Contains("disable_by_file") && file.Length > 0 ? file : null,
            DisabledByFileOfPort = backends.Contains("disable_by_files_ports") ? OfPorts(section, files) : new Dictionary<int, string>(),
            Sources = Networks(section),
            IgnoresProxied = section.Bool("ignore_proxied_requests", false, "Answer 404 to health checks that came through a proxy."),
        };
    }

    private static Dictionary<int, string> OfPorts(ConfSection section, IReadOnlyList<string> pairs)
    {
        var files = new Dictionary<int, string>();
        foreach (var pair in pairs)
        {
            if (pair.Split(':', 2) is [var port, { Length: > 0 } path]
                && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                files[number] = path;
            else
                section.Error("disable_by_file_paths", $"'{pair}' is not PORT:PATH");
        }

        return files;
    }

    private static List<IPNetwork> Networks(ConfSection section)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in section.List(
            "allowed_source_ranges", [],
            "The networks that may use the health check; requests from elsewhere get 404. Empty = all networks."))
        {
            if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else if (IPAddress.TryParse(text, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                section.Error("allowed_source_ranges", $"'{text}' is not a network such as 10.0.0.0/8");
        }

        return networks;
    }
}
