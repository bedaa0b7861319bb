using Masakari.Core.Monitoring.Libvirt;
using Masakari.Core.Monitoring.Libvirt.Interop;

namespace Masakari.Tests.Monitoring.Libvirt;

/// <summary>The C library and its test driver, which keeps its domains in this process and sends real events.</summary>
[NonParallelizable]
public sealed class LibvirtLibraryTests
{
    private static readonly Guid Domain = Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [SetUp]
    public void NeedsTheLibrary() => LibvirtMachine.NeedLibrary();

    [Test]
    public async Task Lists_the_domains()
    {
        await using var connection = await OpenAsync();

        var all = await connection.ListAsync(onlyActive: false, default);
        var active = await connection.ListAsync(onlyActive: true, default);

        Assert.That(all.Select(guest => (guest.Uuid, guest.State)), Is.EqualTo(new[] { (Domain, GuestState.Running) }));
        Assert.That(active, Is.EqualTo(all));
    }

    [Test]
    public async Task Finds_a_domain_and_its_definition()
    {
        await using var connection = await OpenAsync();

        var found = await connection.FindAsync(Domain, default);
        var definition = await connection.DefinitionAsync(Domain, default);

        Assert.That(found?.Uuid, Is.EqualTo(Domain));
        Assert.That(definition, Does.Contain($"<uuid>{Domain}</uuid>"));
    }

    [Test]
    public async Task Says_that_a_domain_is_not_there()
    {
        await using var connection = await OpenAsync();

        var found = await connection.FindAsync(Guid.NewGuid(), default);
        var definition = await connection.DefinitionAsync(Guid.NewGuid(), default);
        var ping = await connection.PingAsync(Guid.NewGuid(), TimeSpan.FromSeconds(1), default);

        Assert.That((found, definition, ping), Is.EqualTo(((GuestView?)null, (string?)null, AgentAnswer.Unknown)));
    }

    [Test]
    public async Task Hears_what_happens_to_a_domain()
    {
        await using var connection = await OpenAsync(GuestEventId.Lifecycle, GuestEventId.IoError, GuestEventId.Watchdog);
        using var mock = new MockDomain(Domain);

        mock.Destroy();
        var stopped = await NextAsync(connection);
        mock.Start();
        var started = await NextAsync(connection);

        Assert.That(stopped, Is.EqualTo(new GuestEvent(Domain, GuestEventId.Lifecycle, 5, 1)));
        Assert.That((started.Uuid, started.Id, started.Value), Is.EqualTo((Domain, GuestEventId.Lifecycle, 2)));
    }

    [Test]
    public async Task Two_connections_hear_the_same()
    {
        await using var first = await OpenAsync(GuestEventId.Lifecycle);
        await using var second = await OpenAsync(GuestEventId.Lifecycle);
        using var mock = new MockDomain(Domain);

        mock.Destroy();
        var heard = (await NextAsync(first), await NextAsync(second));
        mock.Start();

        Assert.That(heard.Item1, Is.EqualTo(heard.Item2));
    }

    [Test]
    public async Task Hears_nothing_after_the_end()
    {
        var connection = await OpenAsync(GuestEventId.Lifecycle);
        using var mock = new MockDomain(Domain);

        await connection.DisposeAsync();
        mock.Destroy();
        mock.Start();

        Assert.That(connection.Events.TryRead(out _), Is.False);
        await Assert.ThatAsync(() => connection.ListAsync(onlyActive: false, default), Throws.TypeOf<LibvirtException>());
    }

    [Test]
    public async Task Registers_for_every_sort_of_event()
    {
        await using var connection = await OpenAsync(Enum.GetValues<GuestEventId>());

        Assert.That(await connection.ListAsync(onlyActive: false, default), Is.Not.Empty);
    }

    [Test]
    public async Task The_event_loop_turns()
    {
        using var client = new LibvirtClient("test:///default", TimeProvider.System);
        await using var connection = await client.OpenAsync([], readOnly: true, default);
        var before = client.Pulses;
        for (var began = TimeProvider.System.GetTimestamp(); client.Pulses == before && TimeProvider.System.GetElapsedTime(began) < Limit;)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);

        Assert.That(client.Pulses, Is.GreaterThan(before));
    }

    [Test]
    public async Task A_daemon_that_is_not_there_is_named()
    {
        using var client = new LibvirtClient("qemu+unix:///session?socket=/nowhere/libvirt-sock", TimeProvider.System);

        await Assert.ThatAsync(
            () => client.OpenAsync([], readOnly: true, default),
            Throws.TypeOf<LibvirtException>().With.Message.Contains("/nowhere/libvirt-sock").And.Message.Contains("No such file"));
    }

    [Test]
    public void A_library_that_is_missing_is_named_with_its_package() => Assert.That(
        () => LibvirtLibrary.Find("libvirt-of-nowhere.so.0"),
        Throws.TypeOf<LibvirtException>()
            .With.Message.StartsWith("libvirt-of-nowhere.so.0 cannot be loaded").And.Message.Contains("libvirt0"));

    [Test]
    public async Task A_hundred_connections_leave_nothing_behind()
    {
        for (var times = 0; times < 100; times++)
            await using (var connection = await OpenAsync(GuestEventId.Lifecycle, GuestEventId.IoError))
                await connection.ListAsync(onlyActive: false, default);

        Assert.That(EventSinks.Count, Is.Zero);
    }

    [Test]
    public void Events_beyond_the_room_for_them_are_counted()
    {
        var sink = new EventSink();

        for (var count = 0; count < EventSink.Capacity + 7; count++) sink.Add(default);

        Assert.That((sink.TakeLost(), sink.TakeLost()), Is.EqualTo((7, 0)));
    }

    private static async Task<ILibvirtConnection> OpenAsync(params GuestEventId[] events)
    {
        using var client = new LibvirtClient("test:///default", TimeProvider.System);
        return await client.OpenAsync(events, readOnly: true, default);
    }

    private static async Task<GuestEvent> NextAsync(ILibvirtConnection connection) =>
        await connection.Events.ReadAsync().AsTask().WaitAsync(Limit, TimeProvider.System);
}
