using Masakari.Core.OpenStack.Nova;
using Masakari.Host.Sandbox;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Processes;

/// <summary>
/// A controller is frozen (SIGSTOP, as a suspended virtual machine) for longer than its lease, then resumes as if nothing had happened.
/// </summary>
[Category("Processes"), Category("Long"), Explicit("Takes minutes.")]
internal sealed class FrozenControllerTests
{
    private const int Servers = 20;
    private static readonly TimeSpan ThreeLeases = TimeSpan.FromSeconds(3 * ControllerConf.Lease);
    private Controllers? controllers;

    public enum Moment
    {
        SilenceIsAwaited,
        FirstLock,
        FirstEvacuation,
        SomeAreUnderWay,
        HalfAreAskedFor,
        LastIsAskedFor,
        FirstUnlock,
    }

    [TearDown]
    public async Task EndAsync()
    {
        if (controllers is not null)
            await controllers.DisposeAsync();
        controllers = null;
    }

    [Test]
    public async Task Changes_nothing_any_more_when_it_was_frozen_at([Values] Moment moment)
    {
        controllers = await Controllers.StartAsync(hosts: 1, serversEach: Servers, threads: 4);
        await controllers.StrikeAsync();
        await controllers.UntilAsync($"{moment}", () => HasCome(moment));
        var (owner, other) = controllers.WhoWorks();

        await owner.FreezeAsync();
        await Task.Delay(ThreeLeases, TimeProvider.System, default);
        var before = controllers.Changes(owner);
        await owner.ThawAsync();
        await controllers.UntilOverAsync(alsoLateLocks: true);
        // No late change within a further lease either.
        await Task.Delay(TimeSpan.FromSeconds(ControllerConf.Lease), TimeProvider.System, default);

        var late = controllers.Changes(owner).Skip(before.Count).ToList();
        await TestContext.Out.WriteLineAsync(
            $"frozen at {moment} after {before.Count} changes: {controllers.Changes(other).Count} by the other, later {late.Count} [{string.Join(' ', late.Select(call => call.Kind).Distinct())}]");
        await controllers.AssertRecoveredAsync();
        Assert.That((await controllers.Tables.LookAsync()).HighestEpoch, Is.EqualTo(2), "it was taken over once");
        AssertOnlyLateLocks(late, controllers.Changes(other));
        await AssertLivesAsync(owner, other);
    }

    /// <summary>
    /// The worst moment for a freeze: the intent is written, Nova rejects the token, and the owner freezes while it logs in again. The
    /// other
    /// controller waits until the lost call can no longer arrive, then evacuates. Before the evacuation, or during it, the owner resumes
    /// with a fresh token and an evacuate call that must not go out.
    /// </summary>
    [Test]
    public async Task Sends_no_evacuate_that_was_announced_before_it_froze([Values] bool untilTheOtherAsks)
    {
        controllers = await Controllers.StartAsync(hosts: 1, serversEach: 1, threads: 1);
        controllers.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 1, Effect = new FaultEffect.Status(401) });
        controllers.Cloud.Fail(new FaultRule { Path = "/identity/v3/auth/tokens", Method = "POST", Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(1)) });
        await controllers.StrikeAsync();
        await controllers.UntilAsync("the refused evacuate", () => controllers.Cloud.CountCalls("evacuate") >= 1);
        var (owner, other) = controllers.WhoWorks();

        await owner.FreezeAsync();
        // The call's own time-out is longer: the time-out alone would not stop the call.
        await Task.Delay(ThreeLeases, TimeProvider.System, default);
        if (untilTheOtherAsks) await controllers.UntilAsync("the other's evacuate", () => controllers.Cloud.CountCalls("evacuate") >= 2);
        await owner.ThawAsync();
        await controllers.UntilOverAsync();
        await Task.Delay(TimeSpan.FromSeconds(ControllerConf.Lease), TimeProvider.System, default);

        var server = controllers.Cloud.Server(controllers.Servers[0]);
        Assert.That((controllers.Cloud.Evacuations(server.Name), server.VmState), Is.EqualTo((1, "active")));
        Assert.That(controllers.Changes(owner).Count(call => call.Kind == "evacuate"), Is.EqualTo(1), "the refused one");
        await AssertLivesAsync(owner, other);
    }

    private bool HasCome(Moment moment) => moment switch
    {
        Moment.SilenceIsAwaited => Count("PUT os-services/*") > 0,
        Moment.FirstLock => Count("lock") > 0,
        Moment.FirstEvacuation => Count("evacuate") > 0,
        Moment.SomeAreUnderWay => Count("evacuate") >= 6,
        Moment.HalfAreAskedFor => Count("evacuate") >= Servers / 2,
        Moment.LastIsAskedFor => Count("evacuate") >= Servers,
        _ => Count("unlock") > 0,
    };

    private int Count(string kind) => controllers!.Cloud.CountCalls(kind);

    /// <summary>
    /// Either controller's sweep may remove a lock that may have arrived late (both may, at the same moment). But the sweep must be allowed
    /// to: the recovery is over, and the other controller unlocked the instance so long ago that no lock call can still arrive.
    /// </summary>
    private static void AssertOnlyLateLocks(IReadOnlyList<SimulatedCall> late, IReadOnlyList<SimulatedCall> byOther)
    {
        Assert.That(late.Select(call => call.Kind), Has.All.EqualTo("unlock"));
        Assert.That(late.Select(call => call.Server), Is.Unique);
        foreach (var unlock in late)
        {
            var former = byOther.FirstOrDefault(call => call.Kind == "unlock" && call.Server == unlock.Server);
            Assert.That(unlock.At - former?.At, Is.GreaterThan(NovaTimeouts.Change), $"{unlock.Server}");
            Assert.That(byOther.Where(call => call.Kind != "unlock" && call.At > unlock.At), Is.Empty, "the recovery was over");
        }
    }

    /// <summary>The frozen controller has lost its work, but it still runs: when the other one dies, it recovers the next host.</summary>
    private async Task AssertLivesAsync(MasakariProcess owner, MasakariProcess other)
    {
        await other.KillAsync();
        var finished = (await controllers!.Tables.LookAsync()).Finished;
        controllers.Cloud.AddHost("next");
        controllers.Cloud.AddServer("next", "next-vm");
        await controllers.RegisterAndStrikeAsync("next", owner);
        await controllers.UntilOverAsync();
        var server = controllers.Cloud.Server("next-vm");
        Assert.That((await controllers.Tables.LookAsync()).Finished, Is.EqualTo(finished + 1), "finished by the one that was frozen");
        Assert.That((controllers.Cloud.Evacuations("next-vm"), server.VmState, server.IsLocked), Is.EqualTo((1, "active", false)));
    }
}
