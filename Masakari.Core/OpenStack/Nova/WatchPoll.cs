using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// The polls of one stretch of watching: asks Nova once for all watches and shows each of them its instance. The two lists are read half an
/// interval apart, because either can show that an evacuation is over.
/// </summary>
internal sealed class WatchPoll(INova nova, TimeSpan pause, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstReach = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongSilence = TimeSpan.FromSeconds(60);
    private const int ParallelLooks = 8;

    private DateTimeOffset since = clock.GetUtcNow() - FirstReach;
    private bool isFirst = true;

    /// <exception cref="OpenStackException">The list of changes could not be had; nobody was shown anything.</exception>
    public async Task RunAsync(IReadOnlyCollection<Watch> watches)
    {
        // Evacuations first: Nova switches the host before it calls an evacuation done, so the servers listed afterwards show it.
        var hosts = await Task.WhenAll(watches.GroupBy(watch => watch.SourceHost).Select(EvacuationsAsync));
        foreach (var (watch, evacuations) in hosts.SelectMany(pairs => pairs)) watch.TellNews(evacuations);
        if (!isFirst) await Task.Delay(pause, clock, CancellationToken.None);   // who has just begun to wait is shown something at once
        isFirst = false;
        var changes = await nova.ListChangedServersAsync(since, CancellationToken.None);
        since = changes.At - Overlap;

        var changed = changes.Value.DistinctBy(server => server.Id).ToDictionary(server => server.Id);
        var looks = new List<(Watch Watch, IReadOnlyList<EvacuationRecord> Evacuations)>();
        foreach (var (watch, evacuations) in hosts.SelectMany(pairs => pairs))
        {
            if (changed.TryGetValue(watch.InstanceId, out var server)) watch.Hear(server, clock.GetTimestamp());
            if (watch.WantsLook(evacuations, LongAgo())) looks.Add((watch, evacuations));
            else watch.Show(evacuations);
        }

        await Parallel.ForEachAsync(
            looks, new ParallelOptions { MaxDegreeOfParallelism = ParallelLooks }, async (look, _) => await LookAsync(look.Watch, look.Evacuations));
    }

    // A host whose list fails keeps only its own watches waiting.
    private async Task<List<(Watch Watch, IReadOnlyList<EvacuationRecord> Evacuations)>> EvacuationsAsync(IGrouping<string, Watch> host)
    {
        try
        {
            var records = (await nova.ListEvacuationsAsync(host.Key, CancellationToken.None)).ToLookup(record => record.InstanceId);
            return [.. host.Select(watch => (watch, (IReadOnlyList<EvacuationRecord>)[.. records[watch.InstanceId].OrderBy(record => record.Id)]))];
        }
        catch (OpenStackException e)
        {
            logger.WatchedHostFailed(host.Key, e.Message);
            return [];
        }
    }

    private async Task LookAsync(Watch watch, IReadOnlyList<EvacuationRecord> evacuations)
    {
        try
        {
            watch.Hear(await nova.FindServerAsync(watch.InstanceId, CancellationToken.None), clock.GetTimestamp());
        }
        catch (OpenStackException e)
        {
            logger.LookFailed(watch.InstanceId, e.Message);
        }

        watch.Show(evacuations);
    }

    private long LongAgo() => clock.GetTimestamp() - (long)(LongSilence.TotalSeconds * clock.TimestampFrequency);
}
