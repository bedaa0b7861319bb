using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Hosts.Consul;

/// <summary>[consul]: the agents of this host, and what a lost network means.</summary>
/// <param name="Networks">Those with an agent, in the order manage, tenant, storage.</param>
/// <param name="Matrix">Which networks a host must have lost.</param>
internal sealed record ConsulOptions(IReadOnlyList<ConsulNetwork> Networks, ConsulMatrix Matrix)
{
    private static readonly string[] Names = ["manage", "tenant", "storage"];

    private const int DefaultPort = 8500;
    private const string MatrixFile = "matrix_config_file";

    /// <param name="conf">The configuration. Mistakes are kept in it.</param>
    /// <param name="isUsed">Whether this driver runs: only then an agent is needed.</param>
    public static ConsulOptions Read(Conf conf, bool isUsed)
    {
        var section = conf.Section("consul");
        var networks = Names.Select(name => Network(section, name)).OfType<ConsulNetwork>().ToList();
        var file = section.Text(
            MatrixFile, null,
            "A YAML file with the keys sequence and matrix, which says for which lost networks a host is recovered. Unset = when the "
            + "storage network is lost or, without an agent there, all networks.");
        if (isUsed && networks.Count == 0)
            section.Error(
                "agent_manage", "at least one of agent_manage, agent_tenant and agent_storage is needed for monitoring_driver = consul");
        return new ConsulOptions(networks, ReadMatrix(section, isUsed ? file : null, [.. networks.Select(network => network.Name)]));
    }

    private static ConsulNetwork? Network(ConfSection section, string name)
    {
        var text = section.Text(
            $"agent_{name}", null,
            $"The consul agent of this host on the {name} network, as HOST or HOST:PORT; the port is {DefaultPort}, an IPv6 address "
            + "stands in brackets. Unset = this network is not watched.");
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (Uri.TryCreate($"http://{text.Trim()}/", UriKind.Absolute, out var agent)
            && agent.PathAndQuery == "/" && agent.UserInfo.Length == 0)
            return new ConsulNetwork(name, text.TrimEnd().EndsWith($":{agent.Port}", StringComparison.Ordinal) ? agent : WithPort(agent));
        section.Error($"agent_{name}", $"'{text}' is not HOST or HOST:PORT");
        return null;
    }

    private static Uri WithPort(Uri agent) => new UriBuilder(agent) { Port = DefaultPort }.Uri;

    private static ConsulMatrix ReadMatrix(ConfSection section, string? file, IReadOnlyList<string> networks)
    {
        if (string.IsNullOrWhiteSpace(file) || networks.Count == 0) return new ConsulMatrix(networks, null);
        var reader = new ConsulMatrixReader(file, networks);
        var matrix = reader.Read();
        foreach (var error in reader.Errors) section.Error(MatrixFile, error);
        if (reader.Errors.Count == 0 && reader.Missing.Count > 0)
            section.Warn(MatrixFile, $"no row, so no recovery, for: {string.Join("; ", reader.Missing)}");
        return matrix;
    }
}
