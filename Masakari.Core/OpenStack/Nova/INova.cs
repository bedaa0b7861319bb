namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// What is read from Nova, at API 2.53 with the privileged account. Every call has a time-out and is repeated with back-off. Failures are
/// <see cref="OpenStackException"/>. What changes something is in <see cref="INovaChanges"/>.
/// </summary>
public interface INova
{
    /// <summary>The nova-compute service of a host; <see langword="null"/> value when Nova knows none of that exact name.</summary>
    Task<Reading<ComputeService?>> FindServiceAsync(string host, CancellationToken ct);

    /// <summary>All nova-compute services.</summary>
    Task<Reading<IReadOnlyList<ComputeService>>> ListServicesAsync(CancellationToken ct);

    /// <summary>
    /// All instances of a host, over all projects and pages. An instance without its host is an error: the account lacks a right.
    /// </summary>
    Task<ServerList> ListServersAsync(string host, CancellationToken ct);

    /// <summary>
    /// All instances that changed at or after <paramref name="since"/> by Nova's clock, deleted ones (vm_state deleted) included.
    /// </summary>
    Task<Reading<IReadOnlyList<Server>>> ListChangedServersAsync(DateTimeOffset since, CancellationToken ct);

    /// <summary>One instance; <see langword="null"/> when it is gone, by two answers of Nova itself.</summary>
    Task<Server?> FindServerAsync(Guid instance, CancellationToken ct);

    /// <summary>All evacuations away from a host, old ones too.</summary>
    Task<IReadOnlyList<EvacuationRecord>> ListEvacuationsAsync(string sourceHost, CancellationToken ct);

    /// <summary>The evacuations of one instance away from a host, old ones too.</summary>
    Task<IReadOnlyList<EvacuationRecord>> ListEvacuationsAsync(string sourceHost, Guid instance, CancellationToken ct);

    /// <summary>All live migrations away from a host, old ones too.</summary>
    Task<IReadOnlyList<LiveMigration>> ListLiveMigrationsAsync(string sourceHost, CancellationToken ct);

    /// <summary>What was done to an instance, newest first; empty when it is gone.</summary>
    Task<IReadOnlyList<InstanceAction>> ListActionsAsync(Guid instance, CancellationToken ct);

    /// <summary>
    /// The instances that the resource tracker of a host counted last (running_vms of its hypervisors); <see langword="null"/> when Nova
    /// has no hypervisor of that host. After the death of the host nobody writes this number: it does not fall.
    /// </summary>
    Task<int?> CountRunningAsync(string host, CancellationToken ct);

    /// <summary>What is free on the hosts; a host may have several hypervisors.</summary>
    Task<IReadOnlyList<HostCapacity>> ListCapacitiesAsync(CancellationToken ct);

    /// <summary>All host aggregates.</summary>
    Task<IReadOnlyList<HostAggregate>> ListAggregatesAsync(CancellationToken ct);
}
