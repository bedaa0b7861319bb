using System.Threading.Channels;
using Masakari.Core.Monitoring.Libvirt;
using Masakari.Core.Monitoring.Libvirt.Interop;

namespace Masakari.Tests.Monitoring.Libvirt;

internal sealed class FakeConnection(FakeLibvirt libvirt, IReadOnlyCollection<GuestEventId> wanted, bool readOnly) : ILibvirtConnection
{
    private readonly Channel<GuestEvent> events = Channel.CreateUnbounded<GuestEvent>();
    private bool over;

    public int Lost { get; set; }

    public ChannelReader<GuestEvent> Events => events.Reader;

    public int TakeLost()
    {
        var taken = Lost;
        Lost = 0;
        return taken;
    }

    public Task<IReadOnlyList<GuestView>> ListAsync(bool onlyActive, CancellationToken ct) => Answer<IReadOnlyList<GuestView>>(
        [.. libvirt.Guests.Values.Select(guest => guest.View).Where(guest => guest.IsActive || !onlyActive)]);

    public Task<GuestView?> FindAsync(Guid uuid, CancellationToken ct) => Answer(libvirt.Guests.GetValueOrDefault(uuid)?.View);

    public Task<string?> DefinitionAsync(Guid uuid, CancellationToken ct) => Answer(libvirt.Guests.GetValueOrDefault(uuid)?.Definition);

    public Task<AgentAnswer> PingAsync(Guid uuid, TimeSpan atMost, CancellationToken ct)
    {
        if (readOnly) throw new InvalidOperationException("libvirt pings no agent on a read-only connection");
        if (libvirt.Guests.GetValueOrDefault(uuid) is not { } guest) return Answer(AgentAnswer.Unknown);
        guest.Pings++;
        guest.OnPing?.Invoke();
        return Answer(guest.Answer);
    }

    public void Hear(GuestEvent happened)
    {
        if (wanted.Contains(happened.Id)) events.Writer.TryWrite(happened);
    }

    public void End()
    {
        over = true;
        events.Writer.TryComplete(new LibvirtException("libvirt closed the connection (end of file)"));
    }

    public ValueTask DisposeAsync()
    {
        libvirt.Closed(this);
        return ValueTask.CompletedTask;
    }

    private Task<T> Answer<T>(T answer) =>
        over ? Task.FromException<T>(new LibvirtException("the connection broke")) : Task.FromResult(answer);
}
