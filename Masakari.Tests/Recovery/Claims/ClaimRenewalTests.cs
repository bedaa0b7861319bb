using Microsoft.Extensions.Logging;

namespace Masakari.Tests.Recovery.Claims;

/// <summary>The renewals of a claim on a host and an instance, every 5 s of a lease of 15 s.</summary>
internal sealed class ClaimRenewalTests
{
    private static readonly TimeSpan TillRenewed = TimeSpan.FromSeconds(5);

    private RecoveryStage stage = null!;

    [SetUp]
    public async Task StartAsync() => stage = await RecoveryStage.StartAsync();

    [TearDown]
    public ValueTask EndAsync() => stage.DisposeAsync();

    [Test]
    public async Task Renews_the_lease_of_all_subjects_together()
    {
        var before = await LeasesAsync();

        await stage.Clock.RunAsync(TillRenewed);

        var after = await LeasesAsync();
        Assert.That(before.Distinct().Count(), Is.EqualTo(1));
        Assert.That(after, Has.Count.EqualTo(2).And.All.GreaterThan(before[0]));
        Assert.That(after.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Keeps_the_claim_for_as_long_as_it_is_renewed()
    {
        await stage.Clock.RunAsync(TimeSpan.FromMinutes(5));

        Assert.That(stage.Claim.IsLost, Is.False);
        Assert.That(await stage.Store("two").OrphansAsync(default), Is.Empty);
    }

    [TestCase("owner = 'another'")]
    [TestCase("epoch = epoch + 1")]
    [TestCase("subject = 'gone'")]
    public async Task Stops_the_owner_when_one_row_is_found_to_be_lost(string change)
    {
        await stage.ExecuteAsync($"UPDATE recovery_claims SET {change} WHERE subject LIKE 'instance:%'");

        await stage.Clock.RunAsync(TillRenewed);

        Assert.That(stage.Claim.Lost.IsCancellationRequested, Is.True);
    }

    [Test]
    public async Task Stops_the_owner_after_ten_seconds_in_which_no_renewal_succeeds()
    {
        await stage.ExecuteAsync("ALTER TABLE recovery_claims RENAME TO away");
        await stage.Clock.RunAsync(TimeSpan.FromSeconds(9.9));
        var before = stage.Claim.IsLost;

        await stage.Clock.RunAsync(TimeSpan.FromSeconds(0.1));

        Assert.That((before, stage.Claim.IsLost), Is.EqualTo((false, true)));
    }

    /// <summary>The renewal of 5 s is answered at 8 s: the next one goes at 10 s all the same.</summary>
    [Test]
    public async Task A_slow_answer_does_not_delay_the_next_renewal()
    {
        await stage.Clock.RunAsync(TimeSpan.FromSeconds(4.9));
        var answer = new TaskCompletionSource();
        var slow = stage.Database.TransactAsync((_, _) => answer.Task, default);
        await stage.Clock.RunAsync(TimeSpan.FromSeconds(3.1));
        answer.SetResult();
        await slow;
        await stage.Clock.RunAsync(TimeSpan.FromSeconds(1.9));
        var before = await LeasesAsync();

        await stage.Clock.RunAsync(TimeSpan.FromSeconds(0.1));

        Assert.That(await LeasesAsync(), Has.All.GreaterThan(before[0]));
    }

    [Test]
    public async Task Renews_no_claim_that_was_given_back_or_left([Values] bool left)
    {
        await (left ? stage.Claim.LeaveAsync() : stage.Claim.GiveBackAsync());
        var before = await LeasesAsync();

        await stage.Clock.RunAsync(TillRenewed);

        Assert.That(await LeasesAsync(), Is.EqualTo(before));
        Assert.That(stage.ClaimsLog.Collector.GetSnapshot().Where(line => line.Level >= LogLevel.Warning), Is.Empty);
    }

    private Task<IReadOnlyList<string>> LeasesAsync() => stage.QueryAsync<string>("SELECT lease_until FROM recovery_claims");
}
