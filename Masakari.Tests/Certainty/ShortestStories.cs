using Masakari.Tests.Exerciser;

namespace Masakari.Tests.Certainty;

/// <summary>Stories of the exerciser that break an invariant, each without the steps that it does not need.</summary>
public sealed class ShortestStories
{
    [Test]
    public Task An_operators_writes_on_a_dead_host_do_not_end_its_recovery() => ExercisedStory.AssertHoldsAsync(Told(
        new(5, Deed.HostDies, 1),
        new(12, Deed.ForeignWrite, 1),
        new(6, Deed.ForeignWrite, 2)));

    [Test]
    public Task A_bus_outage_and_a_false_report_evacuate_nothing() => ExercisedStory.AssertHoldsAsync(Told(
        new StoryStep(5, Deed.BusOutage, 1)));

    [Test]
    public Task A_short_list_leaves_nothing_behind() => ExercisedStory.AssertHoldsAsync(Told(
        new(5, Deed.HostDies, 1),
        new(15, Deed.ShortList, 1)));

    [Test]
    public Task A_forgotten_forced_down_evacuates_nothing() =>
        ExercisedStory.AssertHoldsAsync(Told(new StoryStep(5, Deed.ForgottenForcedDown, 1)));

    [Test]
    public Task What_an_operator_evacuates_by_hand_is_not_evacuated_twice() => ExercisedStory.AssertHoldsAsync(Told(
        new(16, Deed.HostDies, 1),
        new(26.852, Deed.EvacuateByHand, 634231350)) with { Seed = 15, Servers = null });

    /// <summary>The host comes back in an outage that began shortly before the evidence: Nova does not see it.</summary>
    [Test]
    public Task An_outage_from_before_the_evidence_ends_the_sending() => ExercisedStory.AssertHoldsAsync(Told(
        new(12, Deed.HostDies, 1338439769),
        new(6.453, Deed.BusOutage, 218332392),
        new(16.22, Deed.HostReturnsOff, 936382034)) with { Seed = 73617, Servers = null });

    /// <summary>The host has rebooted, and Nova's lists of instances come without it, because the database of its cell is away.</summary>
    [Test]
    public Task Guests_that_no_list_shows_are_not_taken_for_deleted() => ExercisedStory.AssertHoldsAsync(Told(
        new(17, Deed.HostDies, 1011647401),
        new(13.351, Deed.ShortList, 308156072),
        new(7.315, Deed.HostReturnsOff, 703184670),
        new(12.96, Deed.ShortList, 1817951582)) with { Seed = 100106, Servers = null });

    /// <summary>An instance in error has landed, its state was not written back, and then the host is back for whoever takes over.</summary>
    [Test]
    public Task An_instance_in_error_is_in_error_again_although_its_mover_died_and_the_host_came_back() => ExercisedStory.AssertHoldsAsync(Told(
        new(22, Deed.HostDies, 154356256),
        new(19.139, Deed.KillAtCall, 1303211517),
        new(2.324, Deed.HostReturns, 334877038)) with { Seed = 801193, Servers = null });

    /// <summary>The host comes back after the operator's word and dies again, and the database's clock is ahead of Nova's.</summary>
    [Test]
    public Task A_word_from_before_a_heartbeat_proves_nothing_by_a_fast_database() => ExercisedStory.AssertHoldsAsync(Told(
        new(4, Deed.HostDies, 603591022),
        new(0.745, Deed.DatabaseClock, 1485886461),
        new(19.942, Deed.ConfirmDown, 1766254702),
        new(8.59, Deed.HostDiesAgain, 1975992627)) with { Seed = 1401745, Servers = null });

    /// <summary>In an outage a living host looks down. An operator evacuates a recovered guest from it, and Nova cannot build it.</summary>
    [Test]
    public Task A_guest_that_was_recovered_is_not_asked_for_after_an_evacuation_by_hand() => ExercisedStory.AssertHoldsAsync(Told(
        new(2, Deed.GuestCrashes, 258630325),
        new(11.522, Deed.BusOutage, 1731437798),
        new(13.48, Deed.EvacuateByHand, 1753342090)) with { Seed = 1600415, Servers = null });

    /// <summary>The host is back with its guests off. Then the database loses a table: the first life ends, and the next one takes over.</summary>
    [Test]
    public Task Guests_that_were_off_are_started_by_the_next_life() => ExercisedStory.AssertHoldsAsync(Told(
        new(4, Deed.ProcessFails, 771322184),
        new(20.488, Deed.HostReturnsOff, 1715340314),
        new(1.525, Deed.LoseTable, 18088025)) with { Seed = 1706313, Servers = null });

    /// <summary>Guests are started on a host that is back. Then they crash, and their owners have not asked for a restart after a crash.</summary>
    [Test]
    public Task A_guest_that_was_started_and_crashes_again_may_be_none_of_ours() => ExercisedStory.AssertHoldsAsync(Told(
        new(4, Deed.HostDies, 429865566),
        new(25.876, Deed.HostReturnsOff, 1248342602),
        new(28.589, Deed.GuestCrashes, 1129123716)) with { Seed = 1800648, Servers = null });

    /// <summary>
    /// A guest has landed on a host whose nova-compute dies before it says so. The source is back for a moment, dies and is reported again.
    /// </summary>
    [Test]
    public Task A_second_report_sends_no_second_evacuation_after_the_source_was_back_for_a_moment() => ExercisedStory.AssertHoldsAsync(Told(
        new(8, Deed.HostDies, 1283538841),
        new(28.253, Deed.FreezeAtCall, 763277760),
        new(9.626, Deed.ProcessFails, 1792853886),
        new(25.104, Deed.HostDiesAgain, 746717356)) with { Seed = 1804085, Servers = null });

    /// <summary>Its owner has stopped it, the first evacuation leaves it in error, and an operator aborts the second one under way.</summary>
    [Test]
    public Task A_stopped_guest_that_lands_after_an_abort_is_the_operator_s() => ExercisedStory.AssertHoldsAsync(Told(
        new(2, Deed.OwnerStopsCrashed, 1525416758),
        new(13, Deed.HostDies, 1322426656),
        new(25.239, Deed.Abort, 784729643)) with { Seed = 1900299, Servers = null });

    /// <summary>One server, unless a story says otherwise.</summary>
    private static StorySettings Told(params StoryStep[] steps) => new() { Deeds = Deed.None, Steps = steps, Servers = 1 };
}
