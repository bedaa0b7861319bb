using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery;

/// <summary>All tasks of recoveries by their published names, those of <c>[taskflow_driver_recovery_flows]</c>.</summary>
internal sealed class TaskCatalog(IEnumerable<IRecoveryTask> tasks)
{
    private readonly Dictionary<string, IRecoveryTask> byName = tasks.ToDictionary(task => task.ConfName);

    /// <summary>The tasks of a flow.</summary>
    /// <param name="names">Their published names, in order.</param>
    /// <exception cref="ArgumentException">There is no task of that name.</exception>
    public IReadOnlyList<IRecoveryTask> Find(params string[] names) =>
    [
        .. names.Select(name => byName.TryGetValue(name, out var task)
            ? task : throw new ArgumentException($"There is no recovery task {name}.")),
    ];
}
