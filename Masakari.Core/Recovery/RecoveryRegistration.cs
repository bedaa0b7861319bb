using Masakari.Core.Configuration;
using Masakari.Core.Hosts;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Evacuation;
using Masakari.Core.Recovery.Liveness;
using Masakari.Core.Recovery.Silence;
using Masakari.Core.Recovery.Sweeps;
using Masakari.Core.Recovery.Takeover;
using Masakari.Core.Recovery.Tasks;
using Masakari.Core.Recovery.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Recovery;

/// <summary>Adds the recovery room.</summary>
public static class RecoveryRegistration
{
    /// <summary>The engine, its tasks and sweeps. <see cref="AddRecoveryWorkers"/> sets it to work.</summary>
    internal static IServiceCollection AddRecovery(this IServiceCollection services, Conf conf, RecoveryOptions options)
    {
        services.AddSingleton(options).AddSingleton(WaitOptions.Read(conf)).AddSingleton(HostFailureOptions.Read(conf));
        services.AddSingleton<EngineControl>().AddSingleton<OperatorHand>().AddSingleton<Pulses>();
        services.AddSingleton(_ => ClaimOwner.OfThisProcess()).AddSingleton<ClaimStore>().AddSingleton<HostJournal>().AddSingleton<MoveJournal>();
        services.AddSingleton<IMaintenanceJournal>(room => room.GetRequiredService<HostJournal>());
        services.AddSingleton<HostSilence>().AddSingleton<MoveTools>().AddSingleton<EvacuationGates>();
        services.AddSingleton(room => new InstanceSelection(
            room.GetRequiredService<HostFailureOptions>(), room.GetRequiredService<RecoveryOptions>().PriorityMetadataKey));
        services.AddSingleton<DisableComputeService>().AddSingleton<PrepareInstances>().AddSingleton<EvacuateInstances>();
        services.AddSingleton<HostWorkflow>().AddSingleton<WorkflowRunner>().AddSingleton<NotificationMoves>().AddSingleton<ProcessEvents>().AddSingleton<RecoveryEngine>();
        services.AddSingleton<Releases>().AddSingleton<ForeignMoves>().AddSingleton<Inheritance>().AddSingleton<HeldWork>();
        services.AddSingleton<OrphanedWork>().AddSingleton<UnclaimedWork>().AddSingleton<DueRetries>().AddSingleton<ExpiredWork>().AddSingleton<ForgottenLocks>();
        return services.AddSingleton<RecoverySweep>();
    }

    /// <summary>The workers that answer the queue: not in a process that only serves the API.</summary>
    public static IServiceCollection AddRecoveryWorkers(this IServiceCollection services) => services.AddHostedService<RecoveryWorker>();
}
