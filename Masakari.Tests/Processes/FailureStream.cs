using System.Net;
using System.Net.Http.Json;

namespace Masakari.Tests.Processes;

/// <summary>Failures of all three kinds, one after the other, reported to whichever of two controllers answers.</summary>
internal sealed class FailureStream : IAsyncDisposable
{
    /// <summary>From one failure to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const int HostsOfGuests = 8;
    private static readonly TimeSpan UntilRepeated = TimeSpan.FromMilliseconds(50);
    private static readonly Dictionary<string, string> HighAvailability = new() { ["HA_Enabled"] = "True" };

    private readonly HttpClient http = new();
    private int guests, hosts, processes, steps;

    private FailureStream(Controllers controllers) => Controllers = controllers;

    public Controllers Controllers { get; }

    public string Story => $"{guests} guests crashed, {hosts} hosts died, {processes} nova-computes stopped";

    /// <param name="most">So many failures at most.</param>
    public static async Task<FailureStream> StartAsync(int most)
    {
        var stream = new FailureStream(await Controllers.StartAsync(hosts: most / 4 + 1, serversEach: 2, threads: 4));
        for (var number = 0; number <= most / 8; number++) await stream.AddAsync(Process(number));
        for (var number = 0; number < HostsOfGuests; number++) await stream.AddAsync(HostOf(number));
        for (var number = 0; number <= most; number++)
            stream.Controllers.Cloud.AddServer(HostOf(number), Guest(number), metadata: HighAvailability);
        return stream;
    }

    /// <summary>The next failure, and the pause after it.</summary>
    public async Task NextAsync()
    {
        var (place, cloud) = (steps++ % 8, Controllers.Cloud);
        if (place is 2 or 6)
        {
            var host = $"dying{++hosts:00}";
            cloud.KillHost(host);
            await ReportAsync(
                "COMPUTE_HOST", host, new { @event = "STOPPED", cluster_status = "OFFLINE", host_status = "NORMAL" });
        }
        else if (place == 4)
        {
            await ReportAsync("PROCESS", Process(processes++), new { @event = "STOPPED", process_name = "nova-compute" });
        }
        else
        {
            var guest = Guest(guests);
            cloud.CrashGuest(guest);
            await ReportAsync("VM", HostOf(guests++), new
            {
                @event = "LIFECYCLE", instance_uuid = cloud.Server(guest).Id, vir_domain_event = "STOPPED_FAILED",
            });
        }
        await Task.Delay(Interval, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Every notification is finished; each instance of a dead host was evacuated once, and each crashed guest started once.</summary>
    public async Task AssertRecoveredAsync()
    {
        var (cloud, wrong) = (Controllers.Cloud, new List<string>());
        var seen = await Controllers.Tables.LookAsync();
        for (var number = 1; number <= hosts; number++)
            foreach (var server in new[] { $"dying{number:00}-vm001", $"dying{number:00}-vm002" })
                if (cloud.Evacuations(server) != 1 || cloud.Server(server) is not { VmState: "active", IsLocked: false, RanTwice: false })
                    wrong.Add($"{server}: {cloud.Evacuations(server)} evacuations, {cloud.Server(server)}");
        for (var number = 0; number < guests; number++)
        {
            var server = cloud.Server(Guest(number));
            var starts = (await Controllers.ReadDeedsAsync(server.Id)).Count(deed => deed == "start");
            if (starts != 1 || server is not { VmState: "active", IsLocked: false, GuestRuns: true })
                wrong.Add($"{starts} starts: {server}");
        }
        for (var number = 0; number < processes; number++)
            if (!cloud.Host(Process(number)).IsDisabled) wrong.Add($"{Process(number)} is not disabled");
        Assert.That(wrong, Is.Empty);
        Assert.That((seen.Finished, seen.Open), Is.EqualTo(((long)guests + hosts + processes, 0L)), "notifications");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Controllers.DisposeAsync();
    }

    /// <summary>
    /// Reports a failure to whichever controller answers. A report whose answer was lost is a duplicate when it is repeated.
    /// </summary>
    private async Task ReportAsync(string type, string host, object payload)
    {
        var report = Processes.Controllers.Report(type, host, payload);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var to = attempt % 2 == 0 ? Controllers.First : Controllers.Second;
                using var answer = await http.PostAsJsonAsync(new Uri(to.Root, "v1/notifications"), report);
                if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict) return;
            }
            catch (HttpRequestException) when (attempt < 100)
            {
                await Task.Delay(UntilRepeated, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private Task AddAsync(string host)
    {
        Controllers.Cloud.AddHost(host);
        return Controllers.RegisterAsync(host, Controllers.Second);
    }

    private static string Guest(int number) => $"guest{number:000}";

    private static string HostOf(int number) => $"guests{number % HostsOfGuests:00}";

    private static string Process(int number) => $"process{number:00}";
}
