using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Hosts.Kubernetes;

/// <summary>[kubernetes].</summary>
/// <param name="Labels">Which nodes are watched, as a label selector; empty = all.</param>
internal sealed record KubernetesOptions(string Labels)
{
    public static KubernetesOptions Read(Conf conf) => new(conf.Section("kubernetes").Text(
        "monitoring_node_labels", "",
        "The label selector of the nodes to watch, such as openstack-compute-node=enabled. Empty = all nodes."));
}
