using System.Reflection;
using System.Runtime.CompilerServices;
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
        var references = References();

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
            ("Masakari.Host.Api.AdmissionSteps", "Masakari.Core.Recovery.Claims.ClaimStore"),
            ("Masakari.Host.Jobs.SweepJob", "Masakari.Host.Api.AdmissionSteps"),
        ]);

        Assert.That(violations, Is.EqualTo(new[]
        {
            "Masakari.Core.Segments.SegmentRegistry uses Masakari.Core.Hosts.HostRegistry",
            "Masakari.Host.Jobs.SweepJob uses Masakari.Host.Api.AdmissionSteps",
        }));
    }

    [Test]
    public void No_two_sub_rooms_use_each_other() => Assert.That(Rooms.MutualUses(References()), Is.Empty);

    [Test]
    public void Two_sub_rooms_that_use_each_other_are_found()
    {
        var pairs = Rooms.MutualUses(
        [
            ("Masakari.Host.Api.Hosts.HostBody", "Masakari.Host.Api.Segments.SegmentEndpoints"),
            ("Masakari.Host.Api.Segments.SegmentEndpoints", "Masakari.Host.Api.Hosts.HostBody"),
            ("Masakari.Host.Api.Segments.SegmentEndpoints", "Masakari.Host.Api.Segments.SegmentShapes"),
            ("Masakari.Host.Api.Segments.SegmentEndpoints", "Masakari.Host.Api.Wire.Faults"),
        ]);

        Assert.That(pairs, Is.EqualTo(new[]
        {
            "Host.Api.Hosts and Host.Api.Segments: Masakari.Host.Api.Hosts.HostBody uses Masakari.Host.Api.Segments.SegmentEndpoints, "
                + "Masakari.Host.Api.Segments.SegmentEndpoints uses Masakari.Host.Api.Hosts.HostBody",
        }));
    }

    [Test]
    public void A_sub_room_that_uses_its_neighbour_is_found()
    {
        var violations = Rooms.Violations(
        [
            ("Masakari.Host.Api.RequestPipeline", "Masakari.Host.Api.Hosts.HostEndpoints"),
            ("Masakari.Host.Api.Hosts.HostBody", "Masakari.Host.Api.Segments.SegmentEndpoints"),
            ("Masakari.Host.Api.Wire.Faults", "Masakari.Host.Api.RequestPipeline"),
        ]);

        Assert.That(violations, Is.EqualTo(new[]
        {
            "Masakari.Host.Api.Hosts.HostBody uses Masakari.Host.Api.Segments.SegmentEndpoints",
            "Masakari.Host.Api.Wire.Faults uses Masakari.Host.Api.RequestPipeline",
        }));
    }

    [TestCase("Masakari.Host.Api.Flavors.FlavorBody", "Host.Api.Flavors")]
    [TestCase("Masakari.Host.Reports.Report", "Host.Reports")]
    [TestCase("Masakari.Core.OpenStack.Neutron.NeutronClient", "Core.OpenStack.Neutron")]
    public void A_type_in_a_room_without_a_row_is_found(string type, string room) => Assert.That(
        () => Rooms.Violations([("Masakari.Host.Service.MasakariService", type)]),
        Throws.InvalidOperationException.With.Message.EqualTo($"{type}: the room {room} has no row in Rooms.Arrows."));

    [Test]
    public void No_arrows_form_a_circle() => Assert.That(Rooms.Circles(), Is.Empty);

    /// <summary>The host sees of Core what is public and documented.</summary>
    [Test]
    public void Only_the_tests_see_what_is_internal_in_core()
    {
        var friends = typeof(Segment).Assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName);

        Assert.That(friends, Is.EquivalentTo(new[] { "Masakari.Tests", "DynamicProxyGenAssembly2" }));
    }

    [Test]
    public void No_constructor_has_more_than_7_parameters() => Assert.That(Constructors.TooLong(Types()), Is.Empty);

    [Test]
    public void A_constructor_with_more_than_7_parameters_is_found()
    {
        var found = Constructors.TooLong([typeof(Seven), typeof(Eight), typeof(EightValues), typeof(EightWithService)]);

        Assert.That(found, Is.EqualTo(new[]
        {
            $"{typeof(Eight).FullName} has a constructor with 8 parameters",
            $"{typeof(EightWithService).FullName} has a constructor with 8 parameters",
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

    private static List<(string From, string To)> References() => [.. Ours.SelectMany(assembly => TypeReferences.Of(assembly.Location))];

    private static IEnumerable<Type> Types() => Ours.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("Masakari", StringComparison.Ordinal) == true);

    private sealed class Seven(int a, int b, int c, int d, int e, int f, int g)
    {
        public int Sum => a + b + c + d + e + f + g;
    }

    private sealed class Eight(int a, int b, int c, int d, int e, int f, int g, int h)
    {
        public int Sum => a + b + c + d + e + f + g + h;
    }

    private sealed record EightValues(string A, int? B, Guid C, DateTimeOffset D, IReadOnlyList<string> E, Part F, bool G, long H);

    private sealed record Part(string Name);

    private sealed record EightWithService(int A, int B, int C, int D, int E, int F, int G, TimeProvider Clock);
}
