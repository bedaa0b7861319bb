using Masakari.Core.Commands;
using Masakari.Core.Configuration;
using Masakari.Core.Hosts;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Fencing;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure;
using Masakari.Core.Recovery.HostFailure.Guests;
using Masakari.Core.Recovery.InstanceFailure;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Liveness;
using Masakari.Core.Recovery.MassFailure;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.Recovery.Permits;
using Masakari.Core.Recovery.ProcessFailure;
using Masakari.Core.Recovery.PythonAdoption;
using Masakari.Core.Recovery.Spares;
using Masakari.Core.Recovery.Status;
using Masakari.Core.Recovery.Sweeps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>Adds the recovery room.</summary>
public static class RecoveryRegistration
{
    /// <summary>The engine, its tasks and sweeps. <see cref="AddRecoveryWorkers"/> sets it to work.</summary>
    /// <param name="services">The container.</param>
    /// <param name="conf">The configuration; the room reads its own options.</param>
    /// <param name="sweep">The options of the sweep, which the caller's timer needs too.</param>
    public static IServiceCollection AddRecovery(this IServiceCollection services, Conf conf, SweepOptions sweep)
    {
        var waits = WaitOptions.Read(conf);
        var evidence = EvidenceOptions.Read(conf);
        services.AddSingleton(waits).AddSingleton(evidence);
        services.AddSingleton(ClaimOptions.Read(conf, waits.LongestStandstill));
        services.AddSingleton(RetryOptions.Read(conf)).AddSingleton(LaneOptions.Read(conf)).AddSingleton(sweep);
        services.AddSingleton(HostFailureOptions.Read(conf)).AddSingleton(EvacuationOptions.Read(conf));
        services.AddSingleton(StoppedGuestOptions.Read(conf));
        services.AddSingleton<Pulses>().AddSingleton(_ => ClaimOwner.OfThisProcess());
        services.AddSingleton<ClaimStore>().AddSingleton<ClaimCleaning>();
        services.AddSingleton<EngineControl>().AddSingleton<OperatorOrders>().AddSingleton<HeldRecoveries>();
        services.AddSingleton<HostJournal>().AddSingleton<GuestJournal>().AddSingleton<IMaintenanceJournal>(room => room.GetRequiredService<HostJournal>());
        services.AddSingleton<OpenMoves>().AddSingleton<MoveJournal>().AddSingleton<RecoveryPermits>();
        services.AddSingleton<ComputeServiceSwitch>().AddSingleton<InstanceLock>().AddSingleton<InstanceState>();
        services.AddSingleton(room => new SharedServices(
            room.GetRequiredService<INova>(), room.GetRequiredService<EvidenceOptions>().LookInterval,
            room.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EvidenceSources>().AddSingleton<HostEvidence>().AddFencing(conf);
        services.AddSingleton(MassFailureOptions.Read(conf)).AddSingleton<RegionLook>().AddSingleton<MassFailureBrake>();
        services.AddSingleton<OriginalMoves>().AddSingleton<Adoption>();
        services.AddSingleton(room => new EngineStatusReader(
            room.GetRequiredService<Database>(), room.GetRequiredService<EngineControl>(), room.GetRequiredService<HeldRecoveries>(),
            room.GetRequiredService<MoveJournal>()));
        services.AddInstanceFailure(conf).AddProcessFailure(ProcessFailureOptions.Read(conf, evidence.WantedSilence));
        services.AddSpares(conf);
        return services.AddHostFailure().AddEngine().AddSweeps(sweep);
    }

    /// <summary>The workers that answer the queue: not in a process that only serves the API.</summary>
    public static IServiceCollection AddRecoveryWorkers(this IServiceCollection services) => services.AddHostedService<RecoveryLanes>();

    private static IServiceCollection AddFencing(this IServiceCollection services, Conf conf)
    {
        services.AddSingleton(FencingOptions.Read(conf)).AddSingleton<ICommandRunner, CommandRunner>();
        return services.AddSingleton<FenceJournal>().AddSingleton<HostFencing>();
    }

    private static void AddSpares(this IServiceCollection services, Conf conf)
    {
        services.AddSingleton(SpareOptions.Read(conf)).AddSingleton<SpareJournal>();
        services.AddSingleton<SpareSetup>().AddSingleton<SpareSupply>().AddSingleton<SpareWatch>();
        services.AddSingleton<SpareUndo>().AddSingleton<SpareReturn>();
    }

    private static IServiceCollection AddHostFailure(this IServiceCollection services)
    {
        services.AddSingleton<EvacuationShares>().AddSingleton<EvacuationGates>();
        services.AddSingleton<EvacuateCall>().AddSingleton<InstanceMove>().AddSingleton<MoveQueue>();
        services.AddSingleton<EvacuationRound>().AddSingleton<FlowRound>().AddSingleton<EvacuationRounds>().AddSingleton<TroublePause>().AddSingleton<HostWatch>();
        services.AddSingleton<InstanceSelection>().AddSingleton<BelievedList>().AddSingleton<InstancePlan>();
        services.AddSingleton<InheritedStates>().AddSingleton<StoppedWithHost>().AddSingleton<WantedStates>().AddSingleton<RecordsBefore>();
        services.AddSingleton<EmptyListDoubt>().AddSingleton<FirstPlan>();
        services.AddSingleton<GuestsSeen>().AddSingleton<ReturnedGuestWatches>().AddSingleton<GuestLooks>().AddSingleton<ReturnedGuestStart>();
        services.AddSingleton<ReturnedGuests>();
        services.AddSingleton<FalseAlarm>().AddSingleton<LeftBehind>().AddSingleton<HostReturn>().AddSingleton<FailureMark>();
        return services.AddSingleton<IRecoveryTask, DisableComputeService>()
            .AddSingleton<IRecoveryTask, PrepareInstances>()
            .AddSingleton<IRecoveryTask, EvacuateInstances>();
    }

    private static IServiceCollection AddInstanceFailure(this IServiceCollection services, Conf conf)
    {
        services.AddSingleton(InstanceFailureOptions.Read(conf)).AddSingleton<FailedHosts>().AddSingleton<InstanceJournal>();
        services.AddSingleton<GuestWatch>().AddSingleton<GuestDeeds>().AddSingleton<GuestWork>();
        return services.AddSingleton<IRecoveryTask, StopInstance>()
            .AddSingleton<IRecoveryTask, StartInstance>()
            .AddSingleton<IRecoveryTask, ConfirmInstanceActive>();
    }

    private static IServiceCollection AddProcessFailure(this IServiceCollection services, ProcessFailureOptions options) =>
        services.AddSingleton(options)
            .AddSingleton<IRecoveryTask, DisableComputeNode>()
            .AddSingleton<IRecoveryTask, ConfirmComputeNodeDisabled>();

    private static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.AddSingleton<TaskCatalog>().AddSingleton<RecoveryPlanner>().AddSingleton<WorkClaims>().AddSingleton<NewWorkClaims>();
        services.AddSingleton<RetrySchedule>().AddSingleton<NotificationStatusWriter>().AddSingleton<RecoveryContexts>();
        services.AddSingleton<HostWorkers>().AddSingleton<RecoveryRunner>();
        services.AddSingleton<FormerProgress>().AddSingleton<AttemptEvents>().AddSingleton<Attempts>();
        return services.AddSingleton<RecoveryEngine>();
    }

    /// <summary>In the order of a round. What waits for Nova comes last: forgotten locks, left spares.</summary>
    private static IServiceCollection AddSweeps(this IServiceCollection services, SweepOptions options)
    {
        services.AddSingleton<SweepLookout>().AddSingleton<SweepRows>();
        services.AddSingleton<ControllerPresence>().AddSingleton<ISweepPart>(room => room.GetRequiredService<ControllerPresence>());
        services.AddSingleton<ISweepPart, OrdersLook>().AddSingleton<ISweepPart, OrphanedWork>().AddSingleton<ISweepPart, HeldWork>();
        services.AddSingleton<ISweepPart, UnreadableWork>().AddSingleton<ISweepPart, UnclaimedWork>();
        if (options.RetriesAndExpiry) services.AddSingleton<ISweepPart, DueRetries>().AddSingleton<ISweepPart, ExpiredWork>();
        services.AddSingleton<ISweepPart, ForgottenLocks>().AddSingleton<ISweepPart, LeftSpares>();
        return services.AddSingleton(room => new RecoverySweep(
            room.GetRequiredService<SweepLookout>(), room.GetServices<ISweepPart>(), options, room.GetRequiredService<Pulses>(),
            room.GetRequiredService<ILogger<RecoverySweep>>()));
    }
}
