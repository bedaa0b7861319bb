using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Liveness;
using Masakari.Core.Recovery.Operator;
using Masakari.Tests.Scenarios;

namespace Masakari.Tests.Lifetime;

/// <summary>Which recoveries count as stuck, in a complete service.</summary>
public sealed class RecoveryLivenessTests
{
    [Test]
    public async Task A_worker_that_holds_a_claim_and_does_nothing_is_stuck()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        await using var claim = await masakari.Life.Get<ClaimStore>().TakeAsync([ClaimSubject.Host(Guid.NewGuid())], Guid.Empty, default);
        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(9));
        var before = masakari.Life.Get<Pulses>().FindStuck();

        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(1));

        Assert.That(before, Is.Null);
        Assert.That(masakari.Life.Get<Pulses>().FindStuck()?.Subject, Is.EqualTo($"the recovery of notification {Guid.Empty}"));
    }

    [Test]
    public async Task A_recovery_that_waits_long_for_silence_is_not_stuck()
    {
        await using var masakari = await SmallCloud.StartWithAsync("[DEFAULT]\nwait_period_after_service_update = 1200\n", options: null, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        var stuck = 0;

        await masakari.UntilAsync(() =>
        {
            if (masakari.Life.Get<Pulses>().FindStuck() is not null) stuck++;
            return masakari.Cloud.CountCalls("evacuate") > 0;
        });

        Assert.That(stuck, Is.Zero);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);
    }

    [Test]
    public async Task A_recovery_that_obeys_a_long_pause_is_not_stuck()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        await masakari.Life.Get<EngineControl>().PauseAsync("alice@ctl1", reason: null, lasts: null, default);
        await masakari.KillAndReportAsync("c1");

        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(40));

        Assert.That(masakari.Life.Get<Pulses>().FindStuck(), Is.Null);
        Assert.That(masakari.Cloud.CountCalls("lock"), Is.Zero);
    }

    [Test]
    public async Task A_recovery_that_is_over_is_expected_to_show_nothing()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        await masakari.Clock.RunAsync(TimeSpan.FromMinutes(15));

        Assert.That(masakari.Life.Get<Pulses>().FindStuck(), Is.Null);
    }
}
