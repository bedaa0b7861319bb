using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Journals;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Recovery.Evidence;

/// <summary>A change of Nova's record of a service: a heartbeat, somebody's write, or one cannot tell.</summary>
public sealed class HeartbeatsTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly DateTimeOffset Noon = new(2026, 7, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock clock = new();

    [Test]
    public void The_first_reading_is_the_last_heartbeat_as_far_as_known()
    {
        var heartbeats = Begin();

        Assert.That(heartbeats.TakeIn(Service(updatedAt: -100), Noon), Is.False);
        Assert.That((heartbeats.Last, heartbeats.GoOn), Is.EqualTo((Noon.AddSeconds(-100), false)));
    }

    [Test]
    public void Two_changes_without_a_change_of_the_settings_are_a_living_host()
    {
        var heartbeats = Begin();
        heartbeats.TakeIn(Service(updatedAt: 0), Noon);

        Assert.That(heartbeats.TakeIn(Service(updatedAt: 10), Noon.AddSeconds(11)), Is.True);
        Assert.That(heartbeats.GoOn, Is.False, "after one heartbeat");
        heartbeats.TakeIn(Service(updatedAt: 20), Noon.AddSeconds(21));

        Assert.That((heartbeats.GoOn, heartbeats.Last), Is.EqualTo((true, Noon.AddSeconds(20))));
    }

    [TestCase("status")]
    [TestCase("disabled_reason")]
    [TestCase("forced_down")]
    public void A_change_of_a_setting_is_no_heartbeat(string setting)
    {
        var heartbeats = Begin();
        heartbeats.TakeIn(Service(updatedAt: 0), Noon);

        var written = Service(updatedAt: 5);
        written = setting switch
        {
            "status" => written with { Enabled = false },
            "disabled_reason" => written with { DisabledReason = "ticket 1" },
            _ => written with { ForcedDown = true },
        };

        Assert.That(heartbeats.TakeIn(written, Noon.AddSeconds(6)), Is.False);
        Assert.That(heartbeats.Last, Is.EqualTo(Noon), "the silence runs from the last heartbeat");
    }

    [TestCase(false, ExpectedResult = false)]
    [TestCase(true, ExpectedResult = true)]
    public bool A_change_of_a_service_that_is_down_is_a_heartbeat_only_under_forced_down(bool forcedDown)
    {
        var heartbeats = Begin();
        heartbeats.TakeIn(Service(updatedAt: 0, up: false) with { ForcedDown = forcedDown }, Noon);

        return heartbeats.TakeIn(Service(updatedAt: 5, up: false) with { ForcedDown = forcedDown }, Noon.AddSeconds(6));
    }

    /// <summary>A heartbeat may hide behind the write.</summary>
    [Test]
    public void A_write_long_after_the_former_reading_may_hide_a_heartbeat()
    {
        var heartbeats = new Heartbeats(Known(updatedAt: -5), Interval, clock);

        var voids = heartbeats.TakeIn(Service(updatedAt: 11, up: false) with { Enabled = false }, Noon.AddSeconds(20));

        Assert.That((voids, heartbeats.Last, heartbeats.GoOn), Is.EqualTo((true, Noon.AddSeconds(11), false)));
    }

    /// <summary>The disable of a process that was killed a moment later.</summary>
    [Test]
    public void A_write_soon_after_the_last_reading_of_a_former_life_is_no_heartbeat()
    {
        var heartbeats = new Heartbeats(Known(updatedAt: -5), Interval, clock);

        var voids = heartbeats.TakeIn(Service(updatedAt: 1) with { Enabled = false }, Noon.AddSeconds(30));

        Assert.That((voids, heartbeats.Last), Is.EqualTo((false, Noon.AddSeconds(-5))));
    }

    [Test]
    public void A_host_that_lived_while_nobody_looked_has_reported()
    {
        var heartbeats = new Heartbeats(Known(updatedAt: -200), Interval, clock);

        Assert.That(heartbeats.TakeIn(Service(updatedAt: 100, up: false), Noon.AddSeconds(170)), Is.True);
        Assert.That(heartbeats.Last, Is.EqualTo(Noon.AddSeconds(100)));
    }

    [Test]
    public void Is_quiet_from_the_first_reading_or_the_last_heartbeat_on()
    {
        var heartbeats = Begin();
        heartbeats.TakeIn(Service(updatedAt: 0), Noon);
        clock.Advance(TimeSpan.FromSeconds(7));
        Assert.That(heartbeats.Quiet, Is.EqualTo(TimeSpan.FromSeconds(7)));

        heartbeats.TakeIn(Service(updatedAt: 7), Noon.AddSeconds(7));
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.That(heartbeats.Quiet, Is.EqualTo(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void A_flag_that_turns_true_is_a_declaration_until_a_heartbeat_comes()
    {
        var heartbeats = Begin();
        heartbeats.TakeIn(Service(updatedAt: 0), Noon);
        Assert.That(heartbeats.WasDeclaredDown, Is.False);

        heartbeats.TakeIn(Service(updatedAt: 3) with { ForcedDown = true }, Noon.AddSeconds(4));
        Assert.That(heartbeats.WasDeclaredDown, Is.True);
        heartbeats.TakeIn(Service(updatedAt: 3) with { ForcedDown = true }, Noon.AddSeconds(5));
        Assert.That(heartbeats.WasDeclaredDown, Is.True, "still");
        heartbeats.TakeIn(Service(updatedAt: 6) with { ForcedDown = true }, Noon.AddSeconds(7));

        Assert.That(heartbeats.WasDeclaredDown, Is.False, "after a heartbeat");
    }

    [Test]
    public void A_flag_that_was_set_before_the_first_reading_is_no_declaration()
    {
        var heartbeats = Begin();

        heartbeats.TakeIn(Service(updatedAt: 0) with { ForcedDown = true }, Noon);

        Assert.That(heartbeats.WasDeclaredDown, Is.False);
    }

    /// <summary>Whoever sets the flag after the report knows what the report says; a heartbeat may lie before it.</summary>
    [Test]
    public void A_flag_that_was_set_while_no_controller_lived_is_a_declaration()
    {
        var heartbeats = new Heartbeats(Known(updatedAt: -5), Interval, clock);

        heartbeats.TakeIn(Service(updatedAt: 500, up: false) with { ForcedDown = true }, Noon.AddSeconds(600));
        Assert.That(heartbeats.WasDeclaredDown, Is.True);
        heartbeats.TakeIn(Service(updatedAt: 601, up: false) with { ForcedDown = true, Enabled = false }, Noon.AddSeconds(700));

        Assert.That(heartbeats.WasDeclaredDown, Is.True, "a write soon after the look");
    }

    private Heartbeats Begin() => new(new(), Interval, clock);

    private static HostJournalEntry Known(int updatedAt) => new()
    {
        HeartbeatAt = Noon.AddSeconds(updatedAt),
        Sighting = new()
        {
            At = Noon, UpdatedAt = Noon.AddSeconds(updatedAt), Enabled = true, DisabledReason = null, ForcedDown = false,
        },
    };

    private static ComputeService Service(int updatedAt, bool up = true) =>
        new() { Id = "1", Host = "c1", Enabled = true, Up = up, UpdatedAt = Noon.AddSeconds(updatedAt) };
}
