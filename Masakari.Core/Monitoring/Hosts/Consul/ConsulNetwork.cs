namespace Masakari.Core.Monitoring.Hosts.Consul;

/// <summary>A network with consul agents of its own.</summary>
/// <param name="Name"><c>manage</c>, <c>tenant</c> or <c>storage</c>.</param>
/// <param name="Agent">The agent of this host, as the address of its HTTP API.</param>
internal sealed record ConsulNetwork(string Name, Uri Agent);
