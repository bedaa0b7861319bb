using System.Diagnostics;
using System.Globalization;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// This process's name as an owner of claims: <c>host|boot|pid namespace|pid|start</c>. It tells whether another owner is a
/// former life on this very machine that is certainly over; its work is then taken up at once instead of after the lease.
/// </summary>
internal sealed class ClaimOwner
{
    private readonly string machine;

    internal ClaimOwner(string machine, int pid, long startedAt) =>
        (this.machine, Text) = (machine, $"{machine}|{pid}|{startedAt.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>As stored in <c>recovery_claims.owner</c>; at most 255 characters.</summary>
    public string Text { get; }

    /// <summary>An owner as people name it: machine and process id, such as <c>ctl1 (4711)</c>.</summary>
    public static string Describe(string owner) => owner.Split('|') is [var host, .., var pid, _] ? $"{host} ({pid})" : owner;

    public static ClaimOwner OfThisProcess()
    {
        var host = Environment.MachineName;
        var machine = $"{host[..Math.Min(host.Length, 100)]}|{ReadOrNone("/proc/sys/kernel/random/boot_id")}|{PidNamespace()}";
        return new ClaimOwner(machine, Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0);
    }

    /// <summary>
    /// Whether the owner was a process of this machine, since its last boot, that no longer runs. False when that can't be known.
    /// </summary>
    public bool IsDeadHere(string owner)
    {
        if (owner == Text || !owner.StartsWith(machine + "|", StringComparison.Ordinal)) return false;
        var parts = owner[(machine.Length + 1)..].Split('|');
        if (parts.Length != 2 || !int.TryParse(parts[0], out var pid) || !long.TryParse(parts[1], out var startedAt)) return false;
        return StartOf(pid) != startedAt;   // gone, or the pid is another process's now
    }

    /// <summary>
    /// When the process began, in the kernel's ticks since boot (field 22 of /proc/PID/stat): no clock can move it. Elsewhere, the start
    /// by the machine's clock. Null = there is no such process.
    /// </summary>
    private static long? StartOf(int pid)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                using var process = Process.GetProcessById(pid);
                return new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();
            }
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string PidNamespace() => new FileInfo("/proc/self/ns/pid").LinkTarget ?? "-";

    private static string ReadOrNone(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "-";
}
