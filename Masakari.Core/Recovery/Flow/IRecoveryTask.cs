namespace Masakari.Core.Recovery.Flow;

/// <summary>One deed of a recovery. Safe to run twice: what was done before is read from rows and from Nova, never remembered.</summary>
internal interface IRecoveryTask
{
    /// <summary>The name in <c>[taskflow_driver_recovery_flows]</c>, e.g. <c>evacuate_instances_task</c>.</summary>
    string ConfName { get; }

    /// <summary>The name in <c>recovery_workflow_details</c>, e.g. <c>EvacuateInstancesTask</c>.</summary>
    string WireName { get; }

    /// <summary>It looks and waits, for as long as it takes: other recoveries must not wait for its end.</summary>
    bool OnlyWaits => false;

    /// <summary>
    /// Does the deed. When it throws because Nova or Keystone is away, it runs again in the same attempt. Other exceptions are breakage: the
    /// engine ends the attempt in error.
    /// </summary>
    Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct);
}
