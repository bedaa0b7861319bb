using System.Globalization;
using System.Text.RegularExpressions;
using Masakari.Host.Sandbox;
using Masakari.Tests.Scenarios;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>The workflow details and the log say how long each phase of a recovery took, and name no phase that was not reached.</summary>
public sealed partial class PhaseScenarios
{
    private const string Claimed = "claimed", Dead = "host found dead", Acted = "first evacuate, stop or start", Back = "last instance back",
        Ended = "ended";

    [Test]
    public async Task A_host_recovery_has_all_phases_in_their_order()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");

        var notification = await masakari.LoseHostAsync("c1");

        var phases = await PhasesAsync(masakari, notification);
        Assert.That(phases.Select(phase => phase.Name), Is.EqualTo([Claimed, Dead, Acted, Back, Ended]));
        Assert.That(phases.Select(phase => phase.After), Is.Ordered);
        Assert.That(phases[0].After, Is.LessThan(1), "claimed at once");
        Assert.That(phases[1].After, Is.InRange(165, 185), "180 s after the last heartbeat");
        Assert.That(phases[3].After - phases[2].After, Is.InRange(4, 20), "the builds take five seconds");
    }

    [Test]
    public async Task A_guest_is_not_said_to_be_on_a_dead_host()
    {
        await using var masakari = await Story.BeginWithAsync(GuestStory.AllGuests, options: null, "vm1");
        var notification = await masakari.CrashAsync("vm1");
        await masakari.EndAsync(notification);

        var phases = await PhasesAsync(masakari, notification);

        Assert.That(phases.Select(phase => phase.Name), Is.EqualTo([Claimed, Acted, Back, Ended]));
        Assert.That(phases.Select(phase => phase.After), Is.Ordered.And.All.LessThan(10));
    }

    [Test]
    public async Task A_false_alarm_was_neither_dead_nor_evacuated()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.NotifyAsync("c1");
        await masakari.EndAsync(notification);

        Assert.That((await PhasesAsync(masakari, notification)).Select(phase => phase.Name), Is.EqualTo([Claimed, Ended]));
    }

    [Test]
    public async Task Guests_that_are_started_on_a_host_that_is_back_count_as_an_act_and_a_return()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.RebootAsync();
        await masakari.EndAsync(notification);

        var phases = await PhasesAsync(masakari, notification);

        Assert.That(phases.Select(phase => phase.Name), Is.EqualTo([Claimed, Acted, Back, Ended]), "it was not found dead");
        Assert.That(phases[1].After, Is.GreaterThan(70), "the host was back after 70 s");
    }

    [Test]
    public async Task A_retry_shows_the_first_evacuate_and_the_last_return()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);
        var notification = await masakari.LoseHostAsync("c1");

        var phases = await PhasesAsync(masakari, notification);

        var (first, second) = (masakari.Cloud.CallsOf("evacuate")[0].At, masakari.Cloud.CallsOf("evacuate")[1].At);
        Assert.That(phases[3].After - phases[2].After, Is.GreaterThan((second - first).TotalSeconds));
    }

    /// <summary>The phases are the notification's, not those of whoever ends it.</summary>
    [Test]
    public async Task Whoever_takes_over_claims_nothing_anew()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(100);

        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(30));
        await masakari.EndAsync(notification);

        var first = (await PhasesAsync(masakari, notification))[0];
        Assert.That((first.Name, first.After < 1), Is.EqualTo((Claimed, true)), $"after {first.After} s");
    }

    /// <summary>The phases that the details of the last attempt name; the log has the same sentence.</summary>
    private static async Task<List<Phase>> PhasesAsync(MasakariScenario masakari, Guid notification)
    {
        var sentence = Sentence().Matches(await masakari.DetailsAsync(notification))[^1].Value;
        Assert.That(masakari.Log, Has.Some.Contains(sentence));
        return [.. Named().Matches(sentence).Select(phase => new Phase(
            phase.Groups[1].Value, double.Parse(phase.Groups[2].Value, CultureInfo.InvariantCulture)))];
    }

    [GeneratedRegex("""Accepted at [^"]+ s\.""")]
    private static partial Regex Sentence();

    [GeneratedRegex(@", ([a-z ]+(?:, stop or start)?) after ([0-9.]+) s")]
    private static partial Regex Named();

    private sealed record Phase(string Name, double After);
}
