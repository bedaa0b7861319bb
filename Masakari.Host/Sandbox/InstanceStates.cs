namespace Masakari.Host.Sandbox;

/// <summary>Nova's names of the states that the simulation uses.</summary>
internal static class InstanceStates
{
    public const string Active = "active";
    public const string Stopped = "stopped";
    public const string Error = "error";

    public const string Rebuilding = "rebuilding";
    public const string RebuildingDevices = "rebuild_block_device_mapping";
    public const string RebuildSpawning = "rebuild_spawning";
    public const string PoweringOff = "powering-off";
    public const string PoweringOn = "powering-on";
    public const string Migrating = "migrating";

    public const int NoPowerState = 0;
    public const int Running = 1;
    public const int ShutDown = 4;

    /// <summary>The `status` shown to users, derived from vm_state and task_state.</summary>
    public static string Status(Instance instance) => (instance.VmState, instance.TaskState) switch
    {
        (Active or Stopped or Error, Rebuilding or RebuildingDevices or RebuildSpawning) => "REBUILD",
        (Active, "rebooting") => "REBOOT",
        (_, Migrating) => "MIGRATING",
        (Stopped, _) => "SHUTOFF",
        ("resized", _) => "VERIFY_RESIZE",
        ("building", _) => "BUILD",
        ("rescued", _) => "RESCUE",
        var (vmState, _) => vmState.ToUpperInvariant(),
    };

    public static int UsualPowerState(string vmState) => vmState switch
    {
        Active or "rescued" or "resized" => Running,
        "paused" => 3,
        Stopped or "suspended" => ShutDown,
        _ => NoPowerState,
    };
}
