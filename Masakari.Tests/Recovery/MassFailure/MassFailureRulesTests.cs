using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.MassFailure;

namespace Masakari.Tests.Recovery.MassFailure;

/// <summary>How many failed hosts are too many. The reported host is h1 of segment s1.</summary>
public sealed class MassFailureRulesTests
{
    [TestCase(1, 1, false, Description = "the only host")]
    [TestCase(2, 2, false, Description = "two are never a mass failure")]
    [TestCase(3, 3, true)]
    [TestCase(3, 4, true)]
    [TestCase(3, 5, true)]
    [TestCase(3, 6, false, Description = "exactly half")]
    [TestCase(4, 7, true)]
    [TestCase(50, 100, false)]
    [TestCase(51, 100, true)]
    public void Half_of_the_hosts_of_a_segment_may_fail(int failed, int hosts, bool tooMany)
    {
        var view = View(segment: hosts) with { UnderRecovery = Names(failed) };

        Assert.That(MassFailureRules.TooMany(view, percent: 50) is not null, Is.EqualTo(tooMany));
    }

    [TestCase(3, 6, false)]
    [TestCase(4, 6, true)]
    public void The_hosts_of_the_region_count_by_themselves(int down, int hosts, bool tooMany)
    {
        var view = View(segment: 1) with { Services = Services(hosts, host => host > down) };

        Assert.That(MassFailureRules.TooMany(view, percent: 50) is not null, Is.EqualTo(tooMany));
    }

    [TestCase(20, 3, 16, false)]
    [TestCase(20, 4, 16, true)]
    [TestCase(100, 16, 16, false)]
    public void The_share_is_configured(int percent, int failed, int hosts, bool tooMany)
    {
        var view = View(segment: hosts) with { UnderRecovery = Names(failed) };

        Assert.That(MassFailureRules.TooMany(view, percent) is not null, Is.EqualTo(tooMany));
    }

    [Test]
    public void The_text_names_the_hosts_that_are_too_many()
    {
        var ofSegment = View(segment: 4) with { UnderRecovery = Names(3) };
        var ofRegion = View(segment: 1) with { Services = Services(4, _ => false) };

        Assert.That(MassFailureRules.TooMany(ofSegment, percent: 50), Is.EqualTo("3 of the 4 hosts of segment s1 fail at the same time"));
        Assert.That(MassFailureRules.TooMany(ofRegion, percent: 50), Is.EqualTo("4 of the 4 nova-compute hosts of Nova fail at the same time"));
    }

    [TestCase(true, false, true, Description = "enabled and down")]
    [TestCase(true, true, false, Description = "up")]
    [TestCase(false, false, false, Description = "taken out of service by its operator")]
    public void Nova_decides_about_a_host_that_nobody_reported(bool enabled, bool up, bool counts)
    {
        var view = View(segment: 5) with { UnderRecovery = Names(2), Services = [Service("h3", enabled, up)] };

        Assert.That(MassFailureRules.TooMany(view, percent: 50) is not null, Is.EqualTo(counts));
    }

    [TestCase(false, true, Description = "its recovery has disabled it")]
    [TestCase(true, false, Description = "it is back")]
    public void A_held_host_counts_while_it_is_down(bool up, bool counts)
    {
        var view = View(segment: 5) with
        {
            UnderRecovery = Names(2), HeldAndDisabled = new HashSet<string> { "h3" }, Services = [Service("h3", enabled: false, up)],
        };

        Assert.That(MassFailureRules.TooMany(view, percent: 50) is not null, Is.EqualTo(counts));
    }

    [Test]
    public void The_reported_host_counts_even_if_nova_calls_it_up()
    {
        var view = View(segment: 5) with { UnderRecovery = new HashSet<string> { "h2", "h3" }, Services = Services(5, _ => true) };

        Assert.That(MassFailureRules.TooMany(view, percent: 50), Is.Not.Null);
    }

    [Test]
    public void A_host_counts_once_and_a_host_of_another_segment_does_not_count()
    {
        var view = View(segment: 4) with { UnderRecovery = new HashSet<string> { "h1", "h2", "x1", "x2" }, Services = [Service("h2", true, false)] };

        Assert.That(MassFailureRules.TooMany(view, percent: 50), Is.Null);
    }

    private static MassFailureView View(int segment) => new()
    {
        Host = "h1", Segment = "s1", SegmentHosts = Names(segment), Services = [],
    };

    private static HashSet<string> Names(int count) => [.. Enumerable.Range(1, count).Select(number => $"h{number}")];

    private static List<ComputeService> Services(int count, Func<int, bool> isUp) =>
        [.. Enumerable.Range(1, count).Select(number => Service($"h{number}", enabled: true, isUp(number)))];

    private static ComputeService Service(string host, bool enabled, bool up) => new() { Id = host, Host = host, Enabled = enabled, Up = up };
}
