using Masakari.Core.Hosts;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Recovery.Journals;

/// <summary>How spares are taken and given back in the database.</summary>
internal sealed class SpareJournalTests(string kind) : OnEveryDatabase(kind)
{
    private ComputeHost spare = null!;
    private ClaimSet claim = null!;
    private ClaimSet other = null!;

    private SpareJournal Journal => new(Database, new HostWriter(Database), Seed.Silence(Clock));

    private HostRepository Hosts => new(Database);

    [SetUp]
    public async Task ReserveAsync()
    {
        var seed = new Seed(Database, Clock);
        spare = await seed.HostAsync(await seed.SegmentAsync("rack-1"), "s1", reserved: true);
        (claim, other) = (await ClaimAsync(), await ClaimAsync());
    }

    [TearDown]
    public async Task GiveBackAsync()
    {
        await claim.DisposeAsync();
        await other.DisposeAsync();
    }

    [Test]
    public async Task One_of_several_who_try_at_the_same_time_takes_it()
    {
        var tries = await Task.WhenAll(Journal.TakeAsync(claim, spare), Journal.TakeAsync(other, spare));

        Assert.That(tries.Count(entry => entry is not null), Is.EqualTo(1));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM spare_journal"), Is.EqualTo(1));
        Assert.That((await Hosts.FindAsync(spare.Uuid, default))?.Reserved, Is.False);
    }

    [TestCase("on_maintenance = 1")]
    [TestCase("reserved = 0")]
    [TestCase("deleted = id")]
    public async Task Nobody_takes_what_is_no_spare_any_more(string change)
    {
        await ExecuteAsync($"UPDATE hosts SET {change}");

        Assert.That(await Journal.TakeAsync(claim, spare), Is.Null);
        Assert.That(await Journal.ListAsync(claim.Notification, default), Is.Empty);
    }

    [Test]
    public async Task All_that_is_noted_is_read_again()
    {
        var entry = (await Journal.TakeAsync(claim, spare))!;

        entry = await Journal.NoteEnablingAsync(claim, entry, SpareEnabling.Meant, "spare of rack-1");
        entry = await Journal.NoteAggregatesAsync(claim, entry, [7, 12]);
        entry = (await Journal.NoteStateAsync(claim, entry, SpareState.GivingBack))!;

        var read = (await Journal.ListAsync(claim.Notification, default)).Single();
        Assert.That(read.Aggregates, Is.EqualTo([7, 12]));
        Assert.That(read with { Aggregates = [] }, Is.EqualTo(entry with { Aggregates = [] }));
        Assert.That(read, Has.Property("State").EqualTo(SpareState.GivingBack).And.Property("FormerReason").EqualTo("spare of rack-1"));
    }

    [Test]
    public async Task It_is_a_spare_again_when_it_is_given_back()
    {
        var entry = (await Journal.TakeAsync(claim, spare))!;

        Assert.That(await Journal.GiveBackAsync(claim, entry, spare), Is.True);

        Assert.That((await Hosts.ListSparesAsync(spare.Segment, default)).Single().Name, Is.EqualTo("s1"));
        Assert.That(await Journal.TakeAsync(other, spare), Is.Not.Null, "it cannot be taken again");
    }

    [TestCase("on_maintenance = 1")]
    [TestCase("updated_at = '2031-01-01 00:00:00.000000'")]
    public async Task What_somebody_has_changed_meanwhile_stays(string change)
    {
        var entry = (await Journal.TakeAsync(claim, spare))!;
        await ExecuteAsync($"UPDATE hosts SET {change}");

        Assert.That(await Journal.GiveBackAsync(claim, entry, spare), Is.False);

        Assert.That(await ScalarAsync<int>("SELECT reserved FROM hosts"), Is.Zero);
        Assert.That(await Journal.ListAsync(claim.Notification, default), Is.Empty);
    }

    [Test]
    public async Task Others_see_it_until_it_is_known_that_it_is_kept()
    {
        var entry = (await Journal.TakeAsync(claim, spare))!;
        var taken = await Journal.ListInOtherHandsAsync(spare.Segment, other.Notification, default);
        var own = await Journal.ListInOtherHandsAsync(spare.Segment, claim.Notification, default);

        await Journal.NoteStateAsync(claim, entry, SpareState.Kept);

        var kept = await Journal.ListInOtherHandsAsync(spare.Segment, other.Notification, default);
        Assert.That((taken, own, kept), Is.EqualTo((new[] { "s1" }, Array.Empty<string>(), Array.Empty<string>())));
    }

    [TestCase(SpareState.Taken, true)]
    [TestCase(SpareState.GivingBack, false)]
    public async Task One_that_an_operator_has_reserved_again_is_free_unless_it_is_being_given_back(SpareState state, bool isFree)
    {
        var entry = (await Journal.TakeAsync(claim, spare))!;
        entry = (await Journal.NoteStateAsync(claim, entry, state))!;
        await ExecuteAsync("UPDATE hosts SET reserved = 1");

        var taken = await Journal.ListInOtherHandsAsync(spare.Segment, other.Notification, default);
        Assert.That(taken, Is.EqualTo(isFree ? Array.Empty<string>() : ["s1"]));
    }

    [Test]
    public async Task One_that_is_just_being_given_back_is_not_taken()
    {
        var entry = (await Journal.TakeAsync(claim, spare))!;
        await Journal.NoteStateAsync(claim, entry, SpareState.GivingBack);
        await ExecuteAsync("UPDATE hosts SET reserved = 1");

        Assert.That(await Journal.TakeAsync(other, spare), Is.Null);
        Assert.That((await Journal.ListAsync(claim.Notification, default)).Single().State, Is.EqualTo(SpareState.GivingBack));
        Assert.That((await Hosts.FindAsync(spare.Uuid, default))?.Reserved, Is.True);
    }

    [Test]
    public async Task Who_had_it_before_decides_nothing_once_another_recovery_has_taken_it()
    {
        var entry = (await Journal.TakeAsync(claim, spare))!;
        await ExecuteAsync("UPDATE hosts SET reserved = 1");
        await Journal.TakeAsync(other, spare);

        Assert.That(await Journal.NoteStateAsync(claim, entry, SpareState.GivingBack), Is.Null);
        Assert.That(await Journal.ListAsync(claim.Notification, default), Is.Empty);
        Assert.That((await Journal.ListAsync(other.Notification, default)).Single().State, Is.EqualTo(SpareState.Taken));
    }

    [TestCase("finished", SpareState.Taken, true)]
    [TestCase("failed", SpareState.GivingBack, true)]
    [TestCase("failed", SpareState.Kept, false)]
    [TestCase("running", SpareState.Taken, false)]
    public async Task The_next_recovery_of_the_host_takes_over_what_is_left(string status, SpareState state, bool isTakenOver)
    {
        var entry = (await Journal.TakeAsync(claim, spare))!;
        entry = (await Journal.NoteStateAsync(claim, entry, state))!;
        var source = Guid.NewGuid();
        await ExecuteAsync(
            "UPDATE notifications SET status = @status, source_host_uuid = @source WHERE notification_uuid = @first",
            new { status, source = $"{source}", first = $"{claim.Notification}" });

        await Journal.AdoptAsync(other, source, default);

        var (mine, before) = (await Journal.ListAsync(other.Notification, default), await Journal.ListAsync(claim.Notification, default));
        Assert.That((mine.Count, before.Count), Is.EqualTo(isTakenOver ? (1, 0) : (0, 1)));
        if (isTakenOver) Assert.That(mine[0] with { Aggregates = [] }, Is.EqualTo(entry with { Aggregates = [] }));
    }

    [TestCase("running", false)]
    [TestCase("failed", true)]
    public async Task One_of_a_recovery_that_is_over_is_left(string status, bool isLeft)
    {
        var entry = (await Journal.TakeAsync(claim, spare))!;
        await ExecuteAsync("UPDATE notifications SET status = @status", new { status });
        var before = await Journal.ListLeftAsync(TimeSpan.FromSeconds(30), default);

        await Journal.NoteLookAsync(claim, entry);

        var after = await Journal.ListLeftAsync(TimeSpan.FromSeconds(30), default);
        Assert.That((before.Count == 1, after.Count), Is.EqualTo((isLeft, 0)), "it is looked at again at once");
    }

    private Task<ClaimSet> ClaimAsync() => Database.TakeRunningAsync(Clock, "COMPUTE_HOST", ClaimSubject.Host(Guid.NewGuid()));
}
