using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Liveness;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Journals;

/// <summary>A claimed notification whose moves are written.</summary>
internal abstract class MoveWritesFixture(string kind) : OnEveryDatabase(kind)
{
    protected Guid Notification { get; } = Guid.NewGuid();

    protected ClaimSet Claim { get; private set; } = null!;

    protected MoveJournal Journal => new(Database);

    [SetUp]
    public async Task TakeAsync()
    {
        await ExecuteAsync($$"""
            INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES ('2026-01-01 00:00:00', 0, '{{Notification}}', '2026-01-01 00:00:00', '{{Guid.NewGuid()}}', 'COMPUTE_HOST', '{}', 'running')
            """);
        var store = new ClaimStore(
            Database, new ClaimOwner("one", pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(Clock), Clock, NullLogger<ClaimStore>.Instance);
        Claim = (await store.TakeAsync([ClaimSubject.Host(Guid.NewGuid())], Notification, default))!;
    }

    [TearDown]
    public ValueTask GiveBackAsync() => Claim.DisposeAsync();

    protected async Task<IReadOnlyList<MoveJournalEntry>> PlanAsync(int count)
    {
        await Journal.PlanAsync(
            Claim, "c1", FlowPlace.First, [.. Enumerable.Range(0, count).Select(i => Planned(i, $"vm{i}", "active", 1, null, foreign: 0))]);
        return await Journal.ListAsync(Notification, default);
    }

    protected static PlannedMove Planned(int position, string name, string vmState, int power, string? task, long foreign) => new(
        new() { Id = Guid.NewGuid(), Name = name, Host = "c1", VmState = vmState, TaskState = task, PowerState = power }, foreign, position);

    protected async Task<IReadOnlyList<string?>> ReadAsync(string column) => await Database.QueryAsync<string?>(
        $"SELECT {column} FROM vmoves v JOIN vmove_journal j ON j.vmove_uuid = v.uuid ORDER BY j.position", null, default);

    protected Task<int> TransactionsAsync() => ScalarAsync<int>("SELECT writes FROM recovery_claims");

    protected async Task<long> QuestionsAsync() => IsMariaDb ? await (await MariaDbServer.SharedAsync()).QuestionsAsync() : 0;
}
