using Masakari.Core.Persistence;
using Masakari.Core.VMoves;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.VMoves;

internal sealed class VMoveWriterTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly Guid Notification = Guid.Parse("0f1dc0aa-4f55-4c31-9d54-1b8e0b2f3c10");
    private static readonly DateTimeOffset Second = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly VMoveStatus[] Ends = [VMoveStatus.Succeeded, VMoveStatus.Failed, VMoveStatus.Ignored];

    [Test]
    public async Task Inserts_vmoves_that_are_pending()
    {
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        var instance = Guid.NewGuid();

        await WriteAsync(VMoveWriter.Insert(Database.Dialect, [Draft(one) with { InstanceUuid = instance }, Draft(two)]));

        var stored = await FindAsync(one);
        Assert.That(stored, Is.EqualTo(new VMove
        {
            Id = stored.Id, Uuid = one, NotificationUuid = Notification, InstanceUuid = instance, InstanceName = "db-1", SourceHost = "c1",
            Type = "evacuation", Status = VMoveStatus.Pending, CreatedAt = Second,
        }));
        Assert.That((await FindAsync(two)).Status, Is.EqualTo(VMoveStatus.Pending));
    }

    [Test]
    public async Task Begins_again_with_the_start_time_of_the_first_attempt()
    {
        var vmove = await StoreAsync();
        await WriteAsync(Begin(vmove));
        Clock.Now += TimeSpan.FromMinutes(1);
        await WriteAsync(End(vmove, VMoveStatus.Failed, null, "No valid host was found."));
        Clock.Now += TimeSpan.FromMinutes(1);

        var begun = await WriteAsync(Begin(vmove));

        var stored = await FindAsync(vmove);
        Assert.That(begun, Is.True);
        Assert.That((stored.Status, stored.StartTime, stored.UpdatedAt), Is.EqualTo((VMoveStatus.Ongoing, Second, Second.AddMinutes(2))));
        Assert.That((stored.EndTime, stored.Message), Is.EqualTo(((DateTimeOffset?)null, (string?)null)));
    }

    [Test]
    public async Task Ends_with_the_new_host_and_the_message()
    {
        var vmove = await StoreAsync();
        Clock.Now += TimeSpan.FromMinutes(1);

        var ended = await WriteAsync(End(vmove, VMoveStatus.Failed, "c2", "It did not stop."));

        var stored = await FindAsync(vmove);
        Assert.That(ended, Is.True);
        Assert.That((stored.Status, stored.DestHost, stored.Message), Is.EqualTo((VMoveStatus.Failed, "c2", "It did not stop.")));
        Assert.That((stored.EndTime, stored.UpdatedAt), Is.EqualTo((Second.AddMinutes(1), Second.AddMinutes(1))));
    }

    [TestCase(VMoveStatus.Pending)]
    [TestCase(VMoveStatus.Ongoing)]
    public void An_attempt_cannot_end_open(VMoveStatus to)
    {
        Assert.That(() => End(Guid.NewGuid(), to, null, null), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task A_late_end_does_not_overwrite_succeeded()
    {
        var vmove = await StoreAsync();
        await WriteAsync(End(vmove, VMoveStatus.Succeeded, "c2", null));
        var before = await FindAsync(vmove);
        Clock.Now += TimeSpan.FromMinutes(1);

        var ended = await WriteAsync(End(vmove, VMoveStatus.Failed, null, "late"));

        Assert.That(ended, Is.False);
        Assert.That(await FindAsync(vmove), Is.EqualTo(before));
    }

    [Test]
    public async Task A_vmove_that_has_no_known_status_counts_as_pending([Values(null, "planned")] string? status)
    {
        var vmove = await StoreAsync(status);

        var reopened = await WriteAsync(Reopen(vmove));
        var ended = await WriteAsync(End(vmove, VMoveStatus.Ignored, null, null));

        Assert.That((reopened, ended), Is.EqualTo((false, true)));
        Assert.That((await FindAsync(vmove)).Status, Is.EqualTo(VMoveStatus.Ignored));
    }

    [Test]
    public async Task Each_change_follows_the_lifecycle([Values] VMoveStatus from, [Values] VMoveStatus to)
    {
        var vmove = await StoreAsync(from.ToText());

        var changed = await WriteAsync(to switch
        {
            VMoveStatus.Pending => Reopen(vmove),
            VMoveStatus.Ongoing => Begin(vmove),
            _ => End(vmove, to, null, null),
        });

        Assert.That(changed, Is.EqualTo(VMoveLifecycle.Allows(from, to)));
        Assert.That((await FindAsync(vmove)).Status, Is.EqualTo(changed ? to : from));
    }

    [Test]
    public async Task A_deleted_vmove_stays_as_it_is()
    {
        var vmove = await StoreAsync();
        await ExecuteAsync("UPDATE vmoves SET deleted = id");

        var begun = await WriteAsync(Begin(vmove));
        await WriteAsync(VMoveWriter.EndOpen(Database.Dialect, Notification, "over"));

        Assert.That(begun, Is.False);
        Assert.That(await ScalarAsync<string>("SELECT status FROM vmoves"), Is.EqualTo("pending"));
    }

    [Test]
    public async Task Reopens_a_vmove_without_its_new_host_and_end()
    {
        var vmove = await StoreAsync();
        await WriteAsync(End(vmove, VMoveStatus.Succeeded, "c2", null));

        var reopened = await WriteAsync(Reopen(vmove));

        var stored = await FindAsync(vmove);
        Assert.That(reopened, Is.True);
        Assert.That(stored.Status, Is.EqualTo(VMoveStatus.Pending));
        Assert.That((stored.DestHost, stored.EndTime), Is.EqualTo(((string?)null, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task Supersedes_a_vmove_but_keeps_the_end_time()
    {
        var ended = Second.AddHours(-1);
        var (withEnd, without, succeeded) = (await StoreAsync(), await StoreAsync(), await StoreAsync("succeeded"));
        await ExecuteAsync(
            "UPDATE vmoves SET end_time = @ended WHERE uuid = @uuid", new { ended = ended.ToText(), uuid = withEnd.ToText() });

        var done = new List<bool>();
        foreach (var vmove in new[] { withEnd, without, succeeded })
            done.Add(await WriteAsync(VMoveWriter.Supersede(Database.Dialect, [vmove], "A later move replaces this one.")));

        Assert.That(done, Is.EqualTo([true, true, false]));
        var stored = await FindAsync(withEnd);
        Assert.That(
            (stored.Status, stored.Message, stored.EndTime), Is.EqualTo((VMoveStatus.Failed, "A later move replaces this one.", ended)));
        Assert.That((await FindAsync(without)).EndTime, Is.EqualTo(Second));
    }

    [Test]
    public async Task Ends_the_open_vmoves_of_one_notification()
    {
        var open = new[] { await StoreAsync(), await StoreAsync("ongoing") };
        var over = new List<VMove>();
        foreach (var status in Ends) over.Add(await FindAsync(await StoreAsync(status.ToText())));
        var other = await FindAsync(await StoreAsync("pending", notification: Guid.NewGuid()));
        await ExecuteAsync("UPDATE vmoves SET message = 'No valid host.' WHERE uuid = @uuid", new { uuid = open[1].ToText() });

        await WriteAsync(VMoveWriter.EndOpen(Database.Dialect, Notification, "The recovery ended."));

        var ended = await Task.WhenAll(open.Select(FindAsync));
        Assert.That(ended.Select(vmove => (vmove.Status, vmove.EndTime)), Is.All.EqualTo((VMoveStatus.Failed, Second)));
        Assert.That(ended.Select(vmove => vmove.Message), Is.EqualTo(["The recovery ended.", "No valid host."]));
        foreach (var vmove in over.Append(other)) Assert.That(await FindAsync(vmove.Uuid), Is.EqualTo(vmove));
    }

    private static VMoveDraft Draft(Guid uuid) => new()
    {
        Uuid = uuid, NotificationUuid = Notification, InstanceUuid = Guid.NewGuid(), InstanceName = "db-1", SourceHost = "c1",
    };

    private async Task<Guid> StoreAsync(string? status = "pending", Guid? notification = null)
    {
        var uuid = Guid.NewGuid();
        var draft = Draft(uuid) with { NotificationUuid = notification ?? Notification };
        await WriteAsync(VMoveWriter.Insert(Database.Dialect, [draft]));
        await ExecuteAsync("UPDATE vmoves SET status = @status WHERE uuid = @uuid", new { status, uuid = uuid.ToText() });
        return uuid;
    }

    private Statement Begin(Guid vmove) => VMoveWriter.Begin(Database.Dialect, [vmove]);

    private Statement Reopen(Guid vmove) => VMoveWriter.Reopen(Database.Dialect, [vmove]);

    private Statement End(Guid vmove, VMoveStatus to, string? destination, string? message) =>
        VMoveWriter.End(Database.Dialect, [new(vmove, to, destination, message)]).Single();

    /// <summary>Writes at the time of the test, also where the database has a clock of its own: the session's time can be set.</summary>
    /// <returns>Whether a row was changed.</returns>
    private Task<bool> WriteAsync(params Statement[] statements) => Database.TransactAsync(async (_, transaction) =>
    {
        var sql = $"SET timestamp = {Clock.Now.ToUnixTimeSeconds()}";
        if (IsMariaDb) await Database.ExecuteAsync(transaction, sql, null, default);
        return await Database.ExecuteAsync(transaction, statements, default) > 0;
    }, default);

    private async Task<VMove> FindAsync(Guid uuid) => (await new VMoveRepository(Database).FindAsync(uuid, default))!;
}
