namespace Masakari.Host.Sandbox;

/// <summary>All objects of the simulated Nova.</summary>
internal sealed class CloudInventory
{
    private readonly Dictionary<string, ComputeHost> hosts = [];
    private readonly Dictionary<Guid, Instance> byId = [];
    private readonly List<Instance> instances = [];

    public IEnumerable<ComputeHost> Hosts => hosts.Values;

    /// <summary>Oldest first, deleted ones included.</summary>
    public IReadOnlyList<Instance> Instances => instances;

    /// <summary>Oldest first.</summary>
    public List<Evacuation> Evacuations { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<LiveMigration> LiveMigrations { get; } = [];

    public int NextMigrationId => Evacuations.Count + LiveMigrations.Count + 1;

    public List<HostAggregate> Aggregates { get; } = [];

    public void Add(ComputeHost host) => hosts.Add(host.Name, host);

    public void Add(Instance instance)
    {
        instances.Add(instance);
        byId.Add(instance.Id, instance);
        instance.Host.Instances.Add(instance);
    }

    public ComputeHost? FindHost(string name) => hosts.GetValueOrDefault(name);

    public ComputeHost? FindService(string id) => Guid.TryParse(id, out var uuid) ? hosts.Values.FirstOrDefault(h => h.ServiceId == uuid) : null;

    /// <summary>Finds a server by id, or by name when only one undeleted server has the name.</summary>
    public Instance? FindInstance(string idOrName) =>
        Guid.TryParse(idOrName, out var id) ? byId.GetValueOrDefault(id) : instances.SingleOrDefault(i => !i.IsDeleted && i.Name == idOrName);
}
