using Masakari.Core.Recovery.Tasks;

namespace Masakari.Core.Recovery.Workflows;

/// <summary>The tasks of a host recovery with method <c>auto</c>, in their order.</summary>
internal sealed class HostWorkflow(DisableComputeService disable, PrepareInstances prepare, EvacuateInstances evacuate)
{
    public IReadOnlyList<IRecoveryTask> Tasks { get; } = [disable, prepare, evacuate];
}
