using System.Globalization;
using Masakari.Host.Cli;
using Masakari.Tests.Monitoring.Libvirt;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// The test assembly as a program: <c>masakari monitor instance</c> in a process of its own, together with the guests of libvirt's test
/// driver, which live in the process that uses them. All guests stop at the same moment; the reports wait in the spool.
/// </summary>
internal static class StormProgram
{
    /// <summary>The first argument; then follow the configuration file, the spool folder and the number of guests.</summary>
    public const string Word = "storm";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20), ToSettle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(string conf, string spool, int count)
    {
        var monitor = Task.Run(() => CommandLine.RunAsync(["monitor", "instance", "--config-file", conf], TextWriter.Null, TextWriter.Null));
        var guests = Enumerable.Range(0, count).Select(_ => new MockDomain(Definition(Guid.NewGuid()))).ToList();
        await Task.Delay(ToSettle, TimeProvider.System, CancellationToken.None);
        var (before, began) = (Status("VmRSS"), TimeProvider.System.GetTimestamp());
        foreach (var guest in guests) guest.Destroy();
        while (Reports(spool) < count && !monitor.IsCompleted) await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        var took = TimeProvider.System.GetElapsedTime(began);
        await Task.Delay(ToSettle, TimeProvider.System, CancellationToken.None);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{Reports(spool)} of {count} reports on disk after {took.TotalMilliseconds:0} ms; the monitor's memory {before} MiB before, {Status("VmHWM")} MiB at most"));
        Environment.Exit(0);
    }

    private static int Reports(string spool)
    {
        var path = Path.Combine(spool, "reports.jsonl");
        if (!File.Exists(path)) return 0;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Count(line => line.Contains("STOPPED_DESTROYED", StringComparison.Ordinal));
    }

    private static long Status(string what) => long.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith(what, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;

    private static string Definition(Guid uuid) =>
        $"<domain type='test'><name>{uuid}</name><uuid>{uuid}</uuid><memory>1024</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>";
}
