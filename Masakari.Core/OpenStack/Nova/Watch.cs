using System.Threading.Channels;

namespace Masakari.Core.OpenStack.Nova;

/// <summary>One wait for one instance: what is known of it, and the views that polls left for its verdict (the newest only).</summary>
internal sealed class Watch(Server known, string sourceHost, Action<IReadOnlyList<EvacuationRecord>>? news, long began)
{
    private readonly Channel<InstanceView> views = Channel.CreateBounded<InstanceView>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private Server? server = known;
    private long heardAt = began;
    private long lookedFor;

    public Guid InstanceId { get; } = known.Id;

    public string SourceHost { get; } = sourceHost;

    public ChannelReader<InstanceView> Views => views.Reader;

    public InstanceView LastView { get; private set; } = new() { Server = known, Evacuations = [] };

    /// <summary>Takes in what a poll or a look of its own showed.</summary>
    public void Hear(Server? shown, long now)
    {
        server = shown?.VmState == "deleted" ? null : shown;
        heardAt = now;
    }

    /// <summary>
    /// Whether to ask for this instance alone: an evacuation is done that its host does not show yet (once for each evacuation, as
    /// old ones stay in the list), or nothing was heard for long, in case a change was missed.
    /// </summary>
    public bool WantsLook(IReadOnlyList<EvacuationRecord> evacuations, long longAgo)
    {
        var newest = evacuations.LastOrDefault(record => record.IsDone);
        var unseenMove = newest is not null && newest.Id > lookedFor && server?.Host == SourceHost;
        if (unseenMove) lookedFor = newest!.Id;
        return unseenMove || heardAt <= longAgo;
    }

    /// <summary>Evacuations that were listed; the instance itself is looked at half an interval later.</summary>
    public void TellNews(IReadOnlyList<EvacuationRecord> evacuations) => news?.Invoke(evacuations);

    public void Show(IReadOnlyList<EvacuationRecord> evacuations)
    {
        LastView = new InstanceView { Server = server, Evacuations = evacuations };
        views.Writer.TryWrite(LastView);
    }

    public void Fail(Exception bug) => views.Writer.TryComplete(bug);
}
