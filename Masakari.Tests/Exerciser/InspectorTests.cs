using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Tests.Certainty;
using Masakari.Tests.OpenStack.Nova;

namespace Masakari.Tests.Exerciser;

/// <summary>The inspector sees what no story of today's engine shows.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InspectorTests
{
    private readonly StoryTruth truth = new();

    [Test]
    public async Task A_lock_that_is_not_the_owners_is_seen_at_the_end()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        truth.NoteServer(masakari.Cloud.Server("vm1"));
        await masakari.Life.Get<INovaChanges>().LockAsync(masakari.Cloud.Server("vm1").Id, OpenPermit.Instance, default);

        Assert.That(await Inspected.LookBackAsync(masakari, truth), Is.EqualTo(new[] { Invariant.Unlocked }));
    }

    [Test]
    public async Task A_setting_that_is_undone_is_seen()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.WriteService("c1", disabled: true, reason: "somebody else's", forcedDown: true);
        (truth.Reasons["c1"], truth.ForcedDown["c1"]) = ("somebody else's", masakari.Clock.GetUtcNow());
        var inspector = Inspected.Of(masakari, truth);
        await inspector.LookAsync();
        var before = inspector.Violations.Count;

        masakari.Cloud.WriteService("c1", disabled: false, forcedDown: false);
        await inspector.LookAsync();

        Assert.That((before, inspector.Violations.Count(violation => violation.Invariant == Invariant.SettingsStay)), Is.EqualTo((0, 2)));
    }

    [Test]
    public async Task A_lock_of_its_owner_that_is_taken_off_is_seen()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.LockByOwner("vm1");
        truth.NoteServer(masakari.Cloud.Server("vm1"));
        Assert.That(await Inspected.LookAsync(masakari, truth), Is.Empty);

        await masakari.Life.Get<INovaChanges>().UnlockAsync(masakari.Cloud.Server("vm1").Id, OpenPermit.Instance, default);

        Assert.That(await Inspected.LookAsync(masakari, truth), Is.EqualTo(new[] { Invariant.SettingsStay }));
    }

    [Test]
    public async Task A_recovery_without_an_end_is_seen()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        truth.Reports.Add(new HostReport(notification, "c1", masakari.Clock.GetUtcNow(), ["vm1"]));

        Assert.That(await Inspected.LookBackAsync(masakari, truth), Is.EqualTo(new[] { Invariant.Ends }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_change_by_an_owner_whose_work_was_taken_over_is_seen(bool takenOver)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.StartOtherAsync();
        var inspector = Inspected.Of(masakari, truth);
        inspector.Watch(masakari.Life);
        inspector.Watch(masakari.Other!);
        await masakari.Life.ExecuteAsync(
            "INSERT INTO recovery_claims (subject, notification_uuid, owner, epoch, lease_until) "
            + $"VALUES ('host:x', 'x', '{masakari.Life.Get<ClaimOwner>().Text}', 1, '2027-01-01')");
        await inspector.LookAsync();
        var owner = (takenOver ? masakari.Other! : masakari.Life).Get<ClaimOwner>().Text;
        await masakari.Life.ExecuteAsync($"UPDATE recovery_claims SET owner = '{owner}', epoch = 2");

        await masakari.Life.Get<INovaChanges>().LockAsync(masakari.Cloud.Server("vm1").Id, OpenPermit.Instance, default);
        await inspector.LookAsync();

        Assert.That(inspector.Violations.Any(violation => violation.Invariant == Invariant.NoStaleOwner), Is.EqualTo(takenOver));
    }
}
