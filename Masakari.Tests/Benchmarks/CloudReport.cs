using Masakari.Host.Sandbox;

namespace Masakari.Tests.Benchmarks;

/// <summary>What a simulated cloud has seen of a recovery.</summary>
internal sealed record CloudReport
{
    /// <summary>The instances that are still on a dead host.</summary>
    public required int Left { get; init; }

    /// <summary>The arrival of the first evacuate call; null: there was none.</summary>
    public required DateTimeOffset? FirstEvacuate { get; init; }

    /// <summary>The arrival of the first call that disables the nova-compute of a dead host.</summary>
    public required DateTimeOffset? FirstDisable { get; init; }

    /// <summary>The arrival of each os-stop.</summary>
    public required IReadOnlyList<DateTimeOffset> Stops { get; init; }

    /// <summary>The arrival of each os-start.</summary>
    public required IReadOnlyList<DateTimeOffset> Starts { get; init; }

    /// <summary>The guests that were to crash, and run now.</summary>
    public required int GuestsRunning { get; init; }

    /// <summary>When each evacuation was accepted.</summary>
    public required IReadOnlyList<DateTimeOffset> Accepted { get; init; }

    /// <summary>When each evacuation ended that is over.</summary>
    public required IReadOnlyList<DateTimeOffset> Ended { get; init; }

    /// <summary>The Nova calls so far, by kind.</summary>
    public required IReadOnlyDictionary<string, int> NovaCalls { get; init; }

    /// <summary>The number of issued tokens.</summary>
    public required int Tokens { get; init; }

    public static CloudReport Of(SimulatedCloud cloud, BenchmarkCloud setting)
    {
        var evacuations = cloud.AllEvacuations();
        return new CloudReport
        {
            Left = setting.DeadHosts.Sum(host => cloud.Host(host).Instances),
            FirstEvacuate = cloud.Calls.FirstOrDefault(call => call.Action == "evacuate")?.At,
            FirstDisable = cloud.Calls.FirstOrDefault(call => call.Kind == "PUT os-services/*")?.At,
            Stops = Times(cloud, "os-stop"),
            Starts = Times(cloud, "os-start"),
            GuestsRunning = setting.CrashingGuests.Count(guest => cloud.Server(guest) is { VmState: "active", GuestRuns: true }),
            Accepted = [.. evacuations.Select(one => one.AcceptedAt)],
            Ended = [.. evacuations.Select(one => one.EndedAt).OfType<DateTimeOffset>()],
            NovaCalls = cloud.Calls.Where(call => !call.IsKeystone).CountBy(call => call.Kind).ToDictionary(),
            Tokens = cloud.TokensGiven,
        };
    }

    private static IReadOnlyList<DateTimeOffset> Times(SimulatedCloud cloud, string action) =>
        [.. cloud.Calls.Where(call => call.Action == action).Select(call => call.At)];
}
