using Masakari.Core.Monitoring.Reports;

namespace Masakari.Core.Monitoring;

/// <summary>A monitor, and whether it runs.</summary>
internal sealed class SupervisedMonitor(IMonitorDriver driver, TimeProvider clock)
{
    /// <summary>A monitor that has run so long since its last failure counts as mended.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Lock guard = new();
    private MonitorHealth? failed;
    private TimeSpan pause = FirstPause;
    private DateTimeOffset? runsSince;

    public IMonitorDriver Driver => driver;

    /// <summary>What it sees; while it fails again and again, since when that is so.</summary>
    public MonitorHealth Health
    {
        get
        {
            lock (guard)
                return failed is null || IsSettled ? driver.Health : failed;
        }
    }

    private bool IsSettled => clock.GetUtcNow() - runsSince >= Settled;

    public void Starts()
    {
        lock (guard)
            runsSince = clock.GetUtcNow();
    }

    /// <returns>The pause before it is started again; it doubles up to a minute.</returns>
    public TimeSpan Fails(string reason)
    {
        lock (guard)
        {
            if (IsSettled) (failed, pause) = (null, FirstPause);
            failed = (failed ?? MonitorHealth.Sees).StillBlind(clock.GetUtcNow(), reason);
            runsSince = null;
            var now = pause;
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            return now;
        }
    }
}
