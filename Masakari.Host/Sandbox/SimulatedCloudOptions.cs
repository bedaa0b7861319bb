namespace Masakari.Host.Sandbox;

/// <summary>The behaviour of a simulated cloud. The defaults are Nova's own, or measured on a real Nova.</summary>
internal sealed record SimulatedCloudOptions
{
    /// <summary>All ids, heartbeat times and evacuation times are derived from this seed and from names.</summary>
    public int Seed { get; init; } = 1;

    public string Region { get; init; } = "RegionOne";

    /// <summary>Password of every user (admin, masakari, demo).</summary>
    public string Password { get; init; } = "secret";

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan ServiceDownTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an RPC to a compute that is dead but not yet down delays Nova's answer (rpc_response_timeout).</summary>
    public TimeSpan RpcTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From the accepted evacuate to the scheduler's choice of a destination.</summary>
    public TimeSpan SchedulingTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From the begin of a build on the destination to the host switch, without the time in the queue.</summary>
    public TimeSpan EvacuationTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The random variation of a single evacuation, as a share of its time.</summary>
    public double EvacuationSpread { get; init; } = 0.2;

    /// <summary>The last part of an evacuation: the server looks finished, but its host is still the source.</summary>
    public TimeSpan HostSwitchGap { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The number of concurrent builds on one host, unless the host sets its own.</summary>
    public int BuildsAtOnce { get; init; } = 10;

    /// <summary>From the acceptance of os-stop or os-start to the new state.</summary>
    public TimeSpan PowerActionTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From a guest's crash to the moment when Nova notices and shows the guest stopped.</summary>
    public TimeSpan PowerSyncDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From the start of nova-compute to its first power sync, which finds the guests that are off.</summary>
    public TimeSpan StartSyncDelay { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>From the begin of a live migration to its end; the guest changes hosts at half of it.</summary>
    public TimeSpan LiveMigrationTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>As Nova did before Zed: an evacuate is answered 409 while the server has a task.</summary>
    public bool EvacuateChecksTaskState { get; init; }

    /// <summary>The maximum number of servers in one page (Nova's max_limit).</summary>
    public int PageLimit { get; init; } = 1000;

    /// <summary>How many of the newest calls the log keeps; the counters include all calls.</summary>
    public int CallsKept { get; init; } = 200_000;

    public override string ToString() => $"simulated cloud, seed {Seed}";
}
