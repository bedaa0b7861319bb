namespace Masakari.Host.Sandbox;

/// <summary>How a simulated cloud behaves; the defaults are Nova's own, or what was seen of a real one.</summary>
internal sealed record SimulatedCloudOptions
{
    /// <summary>All ids, heartbeat phases and evacuation times follow from this number and from names.</summary>
    public int Seed { get; init; } = 1;

    public string Region { get; init; } = "RegionOne";

    /// <summary>Password of every user (admin, masakari, demo).</summary>
    public string Password { get; init; } = "secret";

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan ServiceDownTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long Nova's call to a compute that is dead but not yet seen down holds up the answer (rpc_response_timeout).</summary>
    public TimeSpan RpcTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From the accepted evacuate to the scheduler's choice of a destination.</summary>
    public TimeSpan SchedulingTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From the begin of a build on the destination to the host switch, queueing left out.</summary>
    public TimeSpan EvacuationTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The share by which a single evacuation may be faster or slower.</summary>
    public double EvacuationSpread { get; init; } = 0.2;

    /// <summary>The last part of an evacuation, in which the server looks finished while its host is still the source.</summary>
    public TimeSpan HostSwitchGap { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How many instances one host builds at the same time, unless the host says otherwise.</summary>
    public int BuildsAtOnce { get; init; } = 10;

    /// <summary>From the acceptance of os-stop or os-start to its effect.</summary>
    public TimeSpan PowerActionTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From a guest's crash to the moment when Nova notices and marks it stopped.</summary>
    public TimeSpan PowerSyncDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Servers in one page at most (Nova's max_limit).</summary>
    public int PageLimit { get; init; } = 1000;

    /// <summary>How many of the newest calls the log keeps; the counters know them all.</summary>
    public int CallsKept { get; init; } = 200_000;

    public override string ToString() => $"simulated cloud, seed {Seed}";
}
