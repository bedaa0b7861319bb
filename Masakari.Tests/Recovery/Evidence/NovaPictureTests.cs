using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Evidence;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Recovery.Evidence;

/// <summary>Whether Nova receives heartbeats, by what two of our own readings show of the other hosts.</summary>
public sealed class NovaPictureTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly ComputeService Other = new()
    {
        Id = "2", Host = "c2", Enabled = true, Up = true, UpdatedAt = new(2026, 7, 2, 12, 0, 0, TimeSpan.Zero),
    };

    private readonly FakeClock clock = new();

    [Test]
    public void Is_alive_when_another_host_has_reported_for_three_intervals()
    {
        var picture = new NovaPicture(Interval, clock);

        LookTenTimes(picture, number => Beat(number));

        Assert.That((picture.IsAlive, picture.IsDead), Is.EqualTo((true, false)));
    }

    [Test]
    public void Is_neither_alive_nor_dead_at_first()
    {
        var picture = new NovaPicture(Interval, clock);

        foreach (var number in new[] { 0, 1, 2, 3 })
        {
            picture.TakeIn([Beat(number)]);
            Assert.That((picture.IsAlive, picture.IsDead), Is.EqualTo((false, false)), $"reading {number}");
            clock.Advance(TimeSpan.FromSeconds(9));
        }
    }

    /// <summary>The reported host has just reported: an outage that would hide its heartbeats had not begun.</summary>
    [Test]
    public void Is_alive_at_the_first_heartbeat_of_another_host_that_follows_the_last_one_of_the_reported_host()
    {
        var picture = new NovaPicture(Interval, clock);

        picture.TakeIn([Beat(1)], ownBeat: Beat(2).UpdatedAt - TimeSpan.FromSeconds(15));
        Assert.That(picture.IsAlive, Is.False, "no heartbeat was seen");
        clock.Advance(Interval);
        picture.TakeIn([Beat(2)]);

        Assert.That(picture.IsAlive, Is.True);
    }

    [TestCase(null, Description = "The reported host is down, or its record may show a write.")]
    [TestCase(16, Description = "The bus may have been away in between.")]
    [TestCase(-1, Description = "The clocks of two conductors differ.")]
    public void Waits_three_intervals_when_there_may_have_been_an_outage_before_the_first_look(int? seconds)
    {
        var picture = new NovaPicture(Interval, clock);

        picture.TakeIn([Beat(1)], seconds is { } ago ? Beat(2).UpdatedAt - TimeSpan.FromSeconds(ago) : null);
        foreach (var number in new[] { 2, 3, 4 })
        {
            clock.Advance(Interval);
            picture.TakeIn([Beat(number)], Beat(number).UpdatedAt);
            Assert.That(picture.IsAlive, Is.False, $"reading {number}");
        }
        clock.Advance(Interval);

        Assert.That(picture.IsAlive, Is.True);
    }

    [Test]
    public void Waits_three_intervals_after_an_outage_that_began_when_the_reported_host_had_just_reported()
    {
        var picture = new NovaPicture(Interval, clock);
        picture.TakeIn([Beat(1)], Beat(1).UpdatedAt);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            clock.Advance(Interval);
            picture.TakeIn([Beat(1)]);
        }

        clock.Advance(TimeSpan.FromSeconds(5));
        picture.TakeIn([Beat(1) with { UpdatedAt = Beat(1).UpdatedAt + TimeSpan.FromSeconds(25) }]);

        Assert.That((picture.IsAlive, picture.IsInOutage), Is.EqualTo((false, false)));
    }

    [Test]
    public void Counts_the_heartbeats_of_a_disabled_host()
    {
        var picture = new NovaPicture(Interval, clock);

        LookTenTimes(picture, number => Beat(number) with { Enabled = false, DisabledReason = "spare" });

        Assert.That(picture.IsAlive, Is.True);
    }

    [Test]
    public void Is_dead_while_no_record_changes()
    {
        var picture = new NovaPicture(Interval, clock);

        LookTenTimes(picture, _ => Other);

        Assert.That((picture.IsAlive, picture.IsDead), Is.EqualTo((false, true)));
    }

    [Test]
    public void Is_dead_in_a_cloud_without_another_host()
    {
        var picture = new NovaPicture(Interval, clock);

        picture.TakeIn([]);
        clock.Advance(Interval * 3);
        picture.TakeIn([]);

        Assert.That(picture.IsDead, Is.True);
    }

    [Test]
    public void Takes_no_change_of_a_host_that_is_down_for_a_heartbeat()
    {
        var picture = new NovaPicture(Interval, clock);

        LookTenTimes(picture, number => Beat(number) with { Up = false });

        Assert.That(picture.IsDead, Is.True);
    }

    [TestCase("status")]
    [TestCase("disabled_reason")]
    [TestCase("forced_down")]
    public void Takes_a_change_of_a_setting_for_no_heartbeat(string setting)
    {
        var picture = new NovaPicture(Interval, clock);

        LookTenTimes(picture, number => setting switch
        {
            "status" => Beat(number) with { Enabled = number % 2 == 0 },
            "disabled_reason" => Beat(number) with { Enabled = false, DisabledReason = $"ticket {number}" },
            _ => Beat(number) with { ForcedDown = number % 2 == 0 },
        });

        Assert.That(picture.IsDead, Is.True);
    }

    [Test]
    public void Does_not_compare_readings_that_are_further_apart_than_three_intervals()
    {
        var picture = new NovaPicture(Interval, clock);

        LookTenTimes(picture, number => Beat(number), pause: 31);

        Assert.That((picture.IsAlive, picture.IsDead), Is.EqualTo((false, true)));
    }

    [Test]
    public void Is_dead_three_intervals_after_the_last_heartbeat()
    {
        var picture = new NovaPicture(Interval, clock);
        LookTenTimes(picture, number => Beat(number));

        clock.Advance(TimeSpan.FromSeconds(15));
        picture.TakeIn([Beat(9)]);
        Assert.That(picture.IsAlive, Is.True, "25 s after the last heartbeat");
        clock.Advance(TimeSpan.FromSeconds(10));
        picture.TakeIn([Beat(9)]);

        Assert.That((picture.IsAlive, picture.IsDead), Is.EqualTo((false, true)));
    }

    /// <summary>The reported host may connect to the message bus later than the others.</summary>
    [Test]
    public void Is_alive_again_three_intervals_after_the_first_heartbeat_that_ends_a_gap()
    {
        var picture = new NovaPicture(Interval, clock);
        LookTenTimes(picture, _ => Other);

        picture.TakeIn([Beat(1)]);
        Assert.That((picture.IsAlive, picture.IsDead), Is.EqualTo((false, false)), "at the first heartbeat");
        LookTenTimes(picture, number => Beat(number + 2));

        Assert.That(picture.IsAlive, Is.True);
    }

    [Test]
    public void Knows_nothing_when_it_begins_anew()
    {
        var picture = new NovaPicture(Interval, clock);
        LookTenTimes(picture, number => Beat(number));

        picture.BeginAnew();

        Assert.That((picture.IsAlive, picture.IsDead), Is.EqualTo((false, false)));
    }

    private static ComputeService Beat(int number) => Other with { UpdatedAt = Other.UpdatedAt + Interval * number };

    private void LookTenTimes(NovaPicture picture, Func<int, ComputeService> service, int pause = 10)
    {
        for (var number = 0; number < 10; number++)
        {
            picture.TakeIn([service(number)]);
            clock.Advance(TimeSpan.FromSeconds(pause));
        }
    }
}
