using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Masakari.Tests.RealHost;

/// <summary>A libvirtd of its own for a test, run by hand as an ordinary user, with guests under QEMU's emulation.</summary>
internal sealed class LibvirtDaemon : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60), Interval = TimeSpan.FromMilliseconds(50);

    // Short: a socket's path has at most 107 bytes.
    private readonly string folder = Directory.CreateTempSubdirectory("mlv").FullName;
    private readonly HashSet<string> defined = [];
    private Process? daemon;

    private LibvirtDaemon()
    {
    }

    public string Uri => $"qemu+unix:///session?socket={Socket}";

    private static bool IsRoot => Environment.UserName == "root";

    private string Socket => Path.Combine(folder, "run", "libvirt", "libvirt-sock");

    public static async Task<LibvirtDaemon> StartAsync()
    {
        var made = new LibvirtDaemon();
        foreach (var part in new[] { "user/.config", "user/.cache", "run" }) Directory.CreateDirectory(Path.Combine(made.folder, part));
        if (IsRoot) await RunAsync("chown", "-R", "nobody:nogroup", made.folder);
        await made.ResumeAsync();
        return made;
    }

    /// <summary>Starts the daemon (again). The guests of the former one go on.</summary>
    public async Task ResumeAsync()
    {
        string[] user = IsRoot ? ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"] : [];
        string[] command =
        [
            .. user, "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", $"HOME={folder}/user", $"XDG_RUNTIME_DIR={folder}/run",
            $"XDG_CONFIG_HOME={folder}/user/.config", $"XDG_CACHE_HOME={folder}/user/.cache", "libvirtd",
        ];
        daemon = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, WorkingDirectory = folder })!;
        _ = daemon.StandardError.ReadToEndAsync();
        await UntilAsync(async () => (await TryAsync("virsh", "-c", Uri, "list")).Code == 0, "libvirtd answers");
    }

    /// <summary>Ends the daemon as systemd would.</summary>
    public async Task StopAsync()
    {
        Signal(daemon!.Id, Signals.Terminate);
        await daemon.WaitForExitAsync();
    }

    public void Freeze() => Signal(daemon!.Id, Signals.Stop);

    public void Thaw() => Signal(daemon!.Id, Signals.Continue);

    /// <summary>Defines a guest and starts it. Without a kernel it is left paused, which costs no processor time.</summary>
    /// <param name="agentGuest">The folder of a kernel and an initial RAM disk with a guest agent; null = a guest without contents.</param>
    public Task<Guid> StartGuestAsync(string? agentGuest = null) => StartGuestAsync(Guid.NewGuid(), agentGuest);

    /// <summary>The same for a guest with this uuid.</summary>
    public async Task<Guid> StartGuestAsync(Guid uuid, string? agentGuest = null)
    {
        var file = Path.Combine(folder, $"{uuid}.xml");
        await File.WriteAllTextAsync(file, Definition(uuid, agentGuest));
        await VirshAsync("define", file);
        defined.Add($"{uuid}");
        await StartAgainAsync(uuid, paused: agentGuest is null);
        return uuid;
    }

    public Task StartAgainAsync(Guid uuid, bool paused = true) =>
        paused ? VirshAsync("start", $"{uuid}", "--paused") : VirshAsync("start", $"{uuid}");

    public void KillGuest(Guid uuid) => Signal(PidOf(uuid), Signals.Kill);

    /// <summary>QEMU itself crashes.</summary>
    public void CrashGuest(Guid uuid) => Signal(PidOf(uuid), Signals.SegmentationFault);

    /// <summary>Ends QEMU as a host does that is shut down.</summary>
    public void TerminateGuest(Guid uuid) => Signal(PidOf(uuid), Signals.Terminate);

    /// <summary>A command of virsh on a guest.</summary>
    public Task DoAsync(string command, Guid uuid) => VirshAsync(command, $"{uuid}");

    public void FreezeGuest(Guid uuid) => Signal(PidOf(uuid), Signals.Stop);

    public void ThawGuest(Guid uuid) => Signal(PidOf(uuid), Signals.Continue);

    public async ValueTask DisposeAsync()
    {
        if (daemon is { HasExited: false })
        {
            Thaw();
            await StopAsync();
        }
        foreach (var guest in defined.Where(guest => File.Exists(PidFile(guest)))) Signal(PidOf(Guid.Parse(guest)), Signals.Kill);
        daemon?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public static async Task UntilAsync(Func<Task<bool>> done, string what)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !await done();)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit) Assert.Fail($"Not within {Limit.TotalSeconds} s: {what}.");
            await Task.Delay(Interval, TimeProvider.System, CancellationToken.None);
        }
    }

    public static async Task RunAsync(params string[] command)
    {
        var (code, output) = await TryAsync(command);
        if (code != 0) throw new InvalidOperationException($"{string.Join(' ', command)}: {code}, {output}");
    }

    private static async Task<(int Code, string Output)> TryAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    private Task VirshAsync(params string[] words) => RunAsync(["virsh", "-c", Uri, .. words]);

    private int PidOf(Guid uuid) => int.Parse(File.ReadAllText(PidFile($"{uuid}")), CultureInfo.InvariantCulture);

    private string PidFile(string guest) => Path.Combine(folder, "run", "libvirt", "qemu", "run", $"{guest}.pid");

    private string Definition(Guid uuid, string? agentGuest) => $"""
        <domain type='qemu'><name>{uuid}</name><uuid>{uuid}</uuid>
        <memory unit='MiB'>{(agentGuest is null ? 32 : 256)}</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type>{Kernel(agentGuest)}</os>
        <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
          <controller type='usb' model='none'/><memballoon model='none'/><serial type='null'/>
          <channel type='unix'><source mode='bind' path='{folder}/run/{uuid.ToString()[..8]}.sock'/>
            <target type='virtio' name='org.qemu.guest_agent.0'/></channel>
        </devices></domain>
        """;

    private static string Kernel(string? folder) => folder is null
        ? ""
        : $"<kernel>{folder}/vmlinuz</kernel><initrd>{folder}/initrd.gz</initrd><cmdline>console=ttyS0 quiet</cmdline>";

    private static void Signal(int pid, Signals signal) => _ = kill(pid, (int)signal);

    [DllImport("libc")]
    private static extern int kill(int pid, int signal);

    private enum Signals
    {
        Kill = 9,
        SegmentationFault = 11,
        Terminate = 15,
        Continue = 18,
        Stop = 19,
    }
}
