using Masakari.Core.Configuration;

namespace Masakari.Host.Lifetime;

/// <summary>Reads the configuration again while the service runs: <c>debug</c> takes effect at once, all else is only named.</summary>
/// <param name="sources">Where it was read from at the start.</param>
/// <param name="readAll">Lets every room read its options.</param>
/// <param name="inForce">What the service was started with.</param>
/// <param name="log">What takes effect.</param>
/// <param name="logger">Where the result is told.</param>
internal sealed class ConfReload(ConfSources sources, Func<Conf, Conf> readAll, Conf inForce, LogControl log, ILogger<ConfReload> logger)
{
    private const string Mutable = "[DEFAULT] debug";

    private readonly Lock one = new();

    /// <summary>Also opens the log file anew. A configuration with mistakes changes nothing else.</summary>
    public void Run()
    {
        lock (one) Reload();   // a signal and an order may come at the same time
    }

    private void Reload()
    {
        log.Reopen();
        var (conf, review) = ConfReview.Read(sources, readAll);
        if (review.Errors.Count > 0)
        {
            logger.ReloadRefused(string.Join("; ", review.Errors));
            return;
        }

        var debug = LogOptions.Read(conf).Debug;
        log.SetDebug(debug);
        logger.Reloaded($"debug = {(debug ? "true" : "false")}");
        var changed = conf.ChangedSince(inForce).Select(option => option.ToString()).Where(option => option != Mutable)
            .Order(StringComparer.Ordinal).ToList();
        if (changed.Count > 0)
            logger.NeedsRestart(string.Join(", ", changed));
    }
}
