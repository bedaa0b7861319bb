namespace Masakari.Tests.Benchmarks;

/// <summary>What else the machine does: figures of time mean little without it.</summary>
internal static class Machine
{
    /// <summary>The processors, and the load averages of the last 1, 5 and 15 minutes where the system has them.</summary>
    public static string Load()
    {
        const string LoadAverages = "/proc/loadavg";
        var load = File.Exists(LoadAverages) ? string.Join(' ', File.ReadAllText(LoadAverages).Split(' ')[..3]) : "unknown";
        return $"{Environment.ProcessorCount} processors, load {load}";
    }
}
