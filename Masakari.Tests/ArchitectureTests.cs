using System.Reflection;
using Masakari.Core.Segments;
using Masakari.Host.Service;
using Masakari.Tests.Architecture;
using Microsoft.Extensions.Logging;

namespace Masakari.Tests;

public sealed class ArchitectureTests
{
    private static readonly Assembly[] Ours = [typeof(Segment).Assembly, typeof(MasakariService).Assembly];

    [Test]
    public void No_room_knows_one_above_it()
    {
        var references = Ours.SelectMany(assembly => TypeReferences.Of(assembly.Location)).ToList();

        var violations = Rooms.Violations(references);

        Assert.That(references, Has.Count.GreaterThan(500));
        Assert.That(references, Does.Contain(("Masakari.Host.Service.MasakariService", "Masakari.Core.Persistence.PersistenceRegistration")));
        Assert.That(violations, Is.Empty);
    }

    [Test]
    public void A_reference_upwards_is_found()
    {
        var violations = Rooms.Violations(
        [
            ("Masakari.Core.Hosts.HostRegistry", "Masakari.Core.Segments.Segment"),
            ("Masakari.Core.Segments.SegmentRegistry", "Masakari.Core.Hosts.HostRegistry"),
            ("Masakari.Host.Api.V1", "Masakari.Core.Recovery.Claims.ClaimStore"),
            ("Masakari.Host.Jobs.SweepJob", "Masakari.Host.Api.V1"),
        ]);

        Assert.That(violations, Is.EqualTo(new[]
        {
            "Masakari.Core.Segments.SegmentRegistry uses Masakari.Core.Hosts.HostRegistry",
            "Masakari.Host.Jobs.SweepJob uses Masakari.Host.Api.V1",
        }));
    }

    [Test]
    public void Log_event_ids_are_unique()
    {
        var ids = Types().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId).OfType<int>().ToList();

        Assert.That(ids, Is.Not.Empty);
        Assert.That(ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key), Is.Empty);
    }

    [Test]
    public void No_type_has_a_name_that_says_nothing() => Assert.That(
        Types().Select(type => type.FullName).Where(name => name!.EndsWith("Manager", StringComparison.Ordinal)
            || name.EndsWith("Helper", StringComparison.Ordinal) || name.EndsWith("Utils", StringComparison.Ordinal)),
        Is.Empty);

    private static IEnumerable<Type> Types() => Ours.SelectMany(assembly => assembly.GetTypes()).Where(type => type.Namespace?.StartsWith("Masakari", StringComparison.Ordinal) == true);
}
