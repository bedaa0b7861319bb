using Masakari.Core.Monitoring.Hosts.Opinions;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Hosts;

/// <summary>
/// What stands between a failed host and its report: Masakari must know the host, no second opinion may say that it lives, and somebody must
/// have seen it off, where that is asked for.
/// </summary>
internal sealed class FailureGate(
    ICluster cluster, KnownHosts known, SecondOpinions opinions, HostMonitorOptions options, TimeProvider clock, ILogger<HostMonitor> logger)
{
    private readonly Dictionary<string, DateTimeOffset> unconfirmed = [];
    private readonly Dictionary<string, string> said = [];
    private volatile bool mayOpenSoon;

    /// <summary>Whether something is about to be known, so that the next look should come sooner. Asking forgets it.</summary>
    public bool TakeMayOpenSoon()
    {
        var may = mayOpenSoon;
        mayOpenSoon = false;
        return may;
    }

    /// <returns>
    /// <see cref="Telling.Stopped"/>, <see cref="Telling.Unconfirmed"/>, or <see langword="null"/>: nothing is to be told at present.
    /// </returns>
    public async Task<Telling?> AskAsync(string host, HostSight sight, HostRecord record, ClusterView seen, CancellationToken ct)
    {
        if (await known.WhyUnknownAsync(host, ct) is { } hint)
        {
            // A cluster may have other members, such as controllers: Masakari rejects reports about them.
            Once(host, hint, () => logger.HostNotInMasakari(host, hint));
            return null;
        }

        var opinion = await opinions.AskAsync(host, seen, ct);
        if (opinion.WhyHeld is { } why)
        {
            mayOpenSoon |= opinion.MayChangeSoon;
            Once(host, $"held {why}", () => logger.ReportHeldByOpinion(host, sight.Words, why));
            return null;
        }

        var power = await PowerOfAsync(host, record, ct);
        var words = string.Join("; ", new[] { sight.Words, power.Words, opinion.Words }.Where(text => text.Length > 0));
        if (options.NeedsPowerOff && power.IsOff != true) return WithoutPower(host, record, words);
        logger.HostReported(host, record.Since, words);
        return Telling.Stopped;
    }

    /// <summary>The host is online: its next failure is another one.</summary>
    public void Forget(string host)
    {
        lock (unconfirmed) unconfirmed.Remove(host);
        lock (said) said.Remove(host);
        opinions.Forget(host);
    }

    private async Task<Power> PowerOfAsync(string host, HostRecord record, CancellationToken ct) => record.FencedAt is { } at
        ? new Power(IsOff: true, $"the cluster fenced it at {at.UtcDateTime:u}")
        : options.NeedsPowerOff ? await cluster.AskPowerAsync(host, ct) : new Power(IsOff: null, "");

    private Telling? WithoutPower(string host, HostRecord record, string words)
    {
        DateTimeOffset since;
        lock (unconfirmed)
            if (!unconfirmed.TryGetValue(host, out since)) unconfirmed.Add(host, since = clock.GetUtcNow());
        if (clock.GetUtcNow() - since < options.PowerLimit)
        {
            mayOpenSoon = true;
            Once(host, words, () => logger.WaitingForPowerOff(host, words));
            return null;
        }

        if (record.Latest == Telling.Unconfirmed) return null;
        logger.NotSeenOff(host, words);
        return Telling.Unconfirmed;
    }

    private void Once(string host, string what, Action log)
    {
        lock (said)
        {
            if (said.GetValueOrDefault(host) == what) return;
            said[host] = what;
        }

        log();
    }
}
