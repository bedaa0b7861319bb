namespace Masakari.Host.Sandbox;

/// <summary>How an accepted evacuation ends.</summary>
internal enum EvacuationOutcome
{
    Succeeds,

    /// <summary>The destination rejects the claim: only the migration record shows the failure, the server looks untouched.</summary>
    ClaimFails,

    /// <summary>The guest cannot be built on the destination: vm_state error, migration failed.</summary>
    BuildFails,

    /// <summary>task_state stays rebuild_spawning, and the migration record stays open.</summary>
    NeverEnds,
}
