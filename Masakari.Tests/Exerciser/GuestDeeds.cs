using Masakari.Host.Sandbox;

namespace Masakari.Tests.Exerciser;

/// <summary>What happens to guests whose hosts live, and to the processes of hosts.</summary>
internal static class GuestDeeds
{
    private static readonly (string Event, string Detail)[] Troubles =
        [("QEMU_GUEST_AGENT_ERROR", "STOPPED_FAILED"), ("IO_ERROR", "IO_ERROR_REPORT"), ("LIFECYCLE", "SUSPENDED_IOERROR")];

    /// <summary>The longest that a monitor needs to report a crash: longer than Nova needs to notice it.</summary>
    private const int Slowest = 25;

    /// <summary>One guest, or several guests of one host.</summary>
    public static async Task CrashAsync(StoryStage stage, Random random)
    {
        if (Any(stage, random) is not { } first) return;
        var crashed = Running(stage).Where(server => server.Host == first.Host).Take(random.Next(1, 4)).Select(server => server.Name).ToList();
        foreach (var name in crashed) stage.CrashGuest(name);
        if (random.Next(2) == 0) await stage.PassAsync(random.Next(1, Slowest));
        foreach (var name in crashed) await stage.ReportCrashAsync(name);
    }

    public static async Task TroubleAsync(StoryStage stage, Random random)
    {
        if (Any(stage, random) is not { } guest) return;
        var (@event, detail) = Troubles[random.Next(Troubles.Length)];
        stage.Truth.Crashes[guest.Name] = new(guest.Host, stage.Masakari.Clock.GetUtcNow(), Report: null);
        await stage.ReportCrashAsync(guest.Name, @event, detail);
    }

    /// <summary>
    /// The stop comes in the moment of the crash, or a second after its report at least: Nova and the report know whole seconds. It has time to
    /// end, as that of every owner. Of a locked guest Nova would reject it.
    /// </summary>
    public static async Task CrashAndStopAsync(StoryStage stage, Random random)
    {
        if (Any(stage, random) is not { } guest) return;
        stage.CrashGuest(guest.Name);
        if (random.Next(3) == 0)
        {
            Stop(stage, guest.Name);
            await stage.ReportCrashAsync(guest.Name);
        }
        else
        {
            await stage.ReportCrashAsync(guest.Name);
            await stage.PassAsync(1 + random.NextDouble() * Slowest);
            if (!Running(stage).Any(server => server.Name == guest.Name && !server.IsLocked)) return;
            Stop(stage, guest.Name);
        }
        await stage.PassAsync(5);
    }

    public static async Task FailProcessAsync(StoryStage stage, Random random)
    {
        if (stage.Dead().Count >= 3 || stage.Takers() < 2) return;
        var living = stage.Living();
        var host = living[random.Next(living.Count)];
        if (random.Next(3) == 0)
        {
            await stage.ReportProcessAsync(host, "libvirtd");
            return;
        }
        stage.Silence(host);
        await stage.ReportProcessAsync(host, "nova-compute");
        if (random.Next(3) > 0) return;
        await stage.PassAsync(random.Next(60));
        stage.Kill(host);
        await stage.ReportAsync(host);
    }

    private static void Stop(StoryStage stage, string guest)
    {
        stage.Cloud.StopByOwner(guest);
        stage.Truth.NoteStop(guest);
    }

    private static ServerSnapshot? Any(StoryStage stage, Random random)
    {
        var running = Running(stage);
        return running.Count == 0 ? null : running[random.Next(running.Count)];
    }

    /// <summary>What Nova shows running and idle on a host that it hears, in an order of its own.</summary>
    private static IReadOnlyList<ServerSnapshot> Running(StoryStage stage) =>
    [
        .. stage.Truth.Servers.Order(StringComparer.Ordinal).Select(stage.Cloud.Server).Where(server =>
            server is { VmState: "active", TaskState: null, IsLocked: false } && stage.Cloud.Host(server.Host) is { IsAlive: true, IsUp: true }),
    ];
}
