using Masakari.Core.Events;
using Masakari.Core.Hosts;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Segments;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Masakari.Tests.Persistence;

/// <summary>Makes the rows that a test begins with, through the registries of the product.</summary>
internal sealed class Seed(Database database, TimeProvider clock)
{
    public SegmentRegistry Segments { get; } = new(database, new SegmentRepository(database), Silence(clock));

    public HostRegistry Hosts { get; } = Registry(database, clock, NovaThatKnowsEveryHost());

    /// <summary>Events without a sink.</summary>
    public static EventPublisher Silence(TimeProvider clock) => new([], new EventOptions { Host = "test" }, clock, NullLogger<EventPublisher>.Instance);

    public static HostRegistry Registry(Database database, TimeProvider clock, INova nova)
    {
        var writer = new HostWriter(database);
        var journal = new HostJournal(database, writer, Silence(clock));
        return new HostRegistry(
            database, new SegmentRepository(database), new HostRepository(database), writer, journal, nova, Silence(clock));
    }

    public static INova NovaThatKnowsEveryHost()
    {
        var nova = new Mock<INova>();
        nova.Setup(n => n.FindServiceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string host, CancellationToken _) => Answer(new ComputeService { Id = "1", Host = host, Enabled = true, Up = true }));
        return nova.Object;
    }

    public static Reading<ComputeService?> Answer(ComputeService? service) => new(service, DateTimeOffset.UnixEpoch);

    public async Task<Segment> SegmentAsync(string name, RecoveryMethod method = RecoveryMethod.Auto, string serviceType = "COMPUTE", bool enabled = true, string? description = null) =>
        (await Segments.CreateAsync(new SegmentDraft
        {
            Name = name, RecoveryMethod = method, ServiceType = serviceType, Enabled = enabled, Description = description,
        }, default)).Value!;

    public async Task<ComputeHost> HostAsync(Segment segment, string name, bool reserved = false, bool onMaintenance = false, string type = "COMPUTE") =>
        (await Hosts.CreateAsync(segment.Uuid, new HostDraft
        {
            Name = name, Type = type, ControlAttributes = "SSH", Reserved = reserved, OnMaintenance = onMaintenance,
        }, default)).Value!;
}
