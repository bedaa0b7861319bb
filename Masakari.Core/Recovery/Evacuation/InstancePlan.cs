namespace Masakari.Core.Recovery.Evacuation;

/// <summary>The decision table of engine.md 9.1: what an instance needs before, and how it shall be afterwards.</summary>
internal static class InstancePlan
{
    private const int PowerShutDown = 4;

    /// <summary>Nova evacuates only active, stopped and error instances without a task: all others are reset to error first.</summary>
    public static bool NeedsReset(string vmState, string? taskState) => taskState is not null || vmState is not ("active" or "stopped" or "error");

    /// <summary>The vm_state in which the instance shall be left, judged by the states it had when its host died.</summary>
    public static string FinalState(string vmState, int powerState) => vmState switch
    {
        "active" => "active",
        "error" => "error",
        "resized" when powerState != PowerShutDown => "active",
        _ => "stopped",
    };
}
