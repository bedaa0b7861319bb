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

    public static ClaimOwner OfThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        var host = Environment.MachineName;
        var machine = $"{host[..Math.Min(host.Length, 100)]}|{ReadOrNone("/proc/sys/kernel/random/boot_id")}|{PidNamespace()}";
        return new ClaimOwner(machine, Environment.ProcessId, StartOf(self));
    }

    /// <summary>Whether the owner was a process of this machine, since its last boot, that no longer runs. False when that can't be known.</summary>
    public bool IsDeadHere(string owner)
    {
        if (owner == Text || !owner.StartsWith(machine + "|", StringComparison.Ordinal)) return false;
        var parts = owner[(machine.Length + 1)..].Split('|');
        if (parts.Length != 2 || !int.TryParse(parts[0], out var pid) || !long.TryParse(parts[1], out var startedAt)) return false;
        try
        {
            using var process = Process.GetProcessById(pid);
            return Math.Abs(StartOf(process) - startedAt) > 2;   // the same pid, given to another process
        }
        catch (ArgumentException)
        {
            return true;   // no such process
        }
        catch (InvalidOperationException)
        {
            return true;   // it ended while we looked
        }
    }

    private static long StartOf(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();

    private static string PidNamespace() => new FileInfo("/proc/self/ns/pid").LinkTarget ?? "-";

    private static string ReadOrNone(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "-";
}
