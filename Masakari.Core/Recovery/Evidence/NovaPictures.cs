using System.Collections.Concurrent;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// The pictures of this process, one for each reported host: the next task of a recovery goes on with what the one before has seen of the
/// heartbeats. A picture that nobody has looked at for long knows nothing, and begins anew by itself.
/// </summary>
/// <param name="reportInterval">Nova's report_interval.</param>
/// <param name="clock">As of the pictures.</param>
internal sealed class NovaPictures(TimeSpan reportInterval, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, NovaPicture> pictures = new();

    /// <summary>The picture for a host. Only one recovery at a time looks at a host.</summary>
    public NovaPicture Of(string host)
    {
        foreach (var (other, picture) in pictures)
            if (other != host && picture.IsOutdated) pictures.TryRemove(other, out _);
        return pictures.GetOrAdd(host, _ => new NovaPicture(reportInterval, clock));
    }
}
