namespace Masakari.Host.Sandbox;

/// <summary>How an accepted evacuation ends.</summary>
internal enum EvacuationOutcome
{
    Succeeds,

    /// <summary>The destination refuses the claim: only the migration shows it, the server looks as if never asked.</summary>
    ClaimFails,

    /// <summary>The guest cannot be built on the destination: vm_state error, migration failed.</summary>
    BuildFails,

    /// <summary>task_state stays rebuild_spawning and the migration open.</summary>
    NeverEnds,
}
