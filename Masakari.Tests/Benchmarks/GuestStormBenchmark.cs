using System.Diagnostics;
using Masakari.Core.Monitoring.Libvirt;
using Masakari.Core.Monitoring.Libvirt.Instances;
using Masakari.Core.Monitoring.Libvirt.Interop;
using Masakari.Core.Monitoring.Reports;
using Masakari.Tests.Monitoring.Libvirt;
using Masakari.Tests.RealCloud;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// 500 guests of libvirt's test driver stop at the same moment. The driver knows no crash, so the monitor reports stops here. Events,
/// library and spool are the real ones; the memory is that of the test process.
/// </summary>
[Explicit("Takes some seconds, and measures."), Category("Benchmark"), NonParallelizable]
internal sealed class GuestStormBenchmark
{
    private const int Guests = 500;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Storm_of_500_guests()
    {
        LibvirtMachine.NeedLibrary();
        var folder = Directory.CreateTempSubdirectory("masakari-storm-").FullName;
        using var client = new LibvirtClient("test:///default", TimeProvider.System);
        using var spool = new ReportSpool(new SpoolOptions { Folder = folder }, NullLogger<ReportSpool>.Instance);
        var options = new InstanceMonitorOptions { Events = new HashSet<EventName> { new("LIFECYCLE", "STOPPED_DESTROYED") } };
        var seen = new SeenGuests(Path.Combine(folder, "guests"), NullLogger.Instance);
        var monitor = new InstanceMonitor(client, options, seen, "compute1", TimeProvider.System, NullLogger<InstanceMonitor>.Instance);
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => monitor.RunAsync(spool, stop.Token));
        var guests = Enumerable.Range(0, Guests).Select(_ => new MockDomain(Definition(Guid.NewGuid()))).ToList();
        await UntilAsync(() => monitor.Health == MonitorHealth.Sees);

        var (before, began) = (Memory(), TimeProvider.System.GetTimestamp());
        foreach (var guest in guests) guest.Destroy();
        var stopped = TimeProvider.System.GetElapsedTime(began);
        await UntilAsync(() => spool.Waiting.Count == Guests);
        var all = TimeProvider.System.GetElapsedTime(began);

        await TestContext.Out.WriteLineAsync(
            $"{Guests} guests stopped in {stopped.TotalMilliseconds:0} ms, all reports on disk after {all.TotalMilliseconds:0} ms; "
            + $"memory of the test process {before:0} MiB before, {Memory():0} MiB after");
        await stop.CancelAsync();
        await Task.WhenAny(running);
        guests.ForEach(guest => guest.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The whole program in a process of its own, while the API is away.</summary>
    [Test]
    public async Task Storm_of_500_guests_in_a_monitor_of_its_own()
    {
        LibvirtMachine.NeedLibrary();
        var folder = Directory.CreateTempSubdirectory("masakari-storm-").FullName;
        var (conf, spool) = (Path.Combine(folder, "masakarimonitors.conf"), Path.Combine(folder, "spool"));
        Directory.CreateDirectory(spool);
        await File.WriteAllTextAsync(conf, $"""
            [DEFAULT]
            hostname = compute1
            [api]
            auth_url = http://127.0.0.1:9/identity
            auth_type = password
            username = masakari
            password = secret
            project_name = service
            user_domain_name = Default
            project_domain_name = Default
            [libvirt]
            connection_uri = test:///default
            events = LIFECYCLE/STOPPED_DESTROYED
            [monitors]
            spool_dir = {spool}
            """);
        string[] arguments = [typeof(StormProgram).Assembly.Location, StormProgram.Word, conf, spool, $"{Guests}"];

        var said = await Tool.RunAsync(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments, new Dictionary<string, string>(), "", Limit);

        await TestContext.Out.WriteLineAsync(said);
        Assert.That(said, Does.Contain($"{Guests} of {Guests} reports on disk"));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task UntilAsync(Func<bool> done)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !done();)
        {
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(Limit));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }

    private static double Memory()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1024.0 / 1024;
    }

    private static string Definition(Guid uuid) =>
        $"<domain type='test'><name>{uuid}</name><uuid>{uuid}</uuid><memory>1024</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>";
}
