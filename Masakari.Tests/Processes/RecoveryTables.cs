using Dapper;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Processes;

/// <summary>The tests' own view of the controllers' database.</summary>
internal sealed class RecoveryTables(string url) : IAsyncDisposable
{
    private readonly Database database = new(new DatabaseOptions { Url = DatabaseUrl.Parse(url) }, TimeProvider.System, NullLogger<Database>.Instance);

    public async Task<Counts> LookAsync()
    {
        const string Sql = """
            SELECT (SELECT COUNT(*) FROM notifications WHERE status = 'finished') AS Finished,
                   (SELECT COUNT(*) FROM notifications WHERE status IN ('new', 'running', 'error')) AS Open,
                   (SELECT COUNT(*) FROM vmoves WHERE deleted = 0) AS Moves,
                   (SELECT COUNT(DISTINCT instance_uuid) FROM vmoves WHERE deleted = 0) AS Instances,
                   (SELECT COUNT(*) FROM vmoves WHERE deleted = 0 AND status = 'succeeded') AS Succeeded,
                   (SELECT COUNT(*) FROM vmove_journal WHERE locked_by_us = 1) AS LockedByUs,
                   (SELECT COALESCE(MAX(epoch), 0) FROM recovery_claims) AS HighestEpoch
            """;
        await using var connection = await database.OpenAsync(default);
        return await connection.QuerySingleAsync<Counts>(Sql);
    }

    /// <summary>The notification, when there is only one.</summary>
    public async Task<Guid> NotificationAsync()
    {
        await using var connection = await database.OpenAsync(default);
        return Guid.Parse(await connection.QuerySingleAsync<string>("SELECT notification_uuid FROM notifications"));
    }

    /// <summary>A write with the controllers' account that changes nothing.</summary>
    public async Task WriteAsync()
    {
        await using var connection = await database.OpenAsync(default);
        await connection.ExecuteAsync("DELETE FROM notifications WHERE 1 = 0");
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    /// <summary>How far the recoveries have got.</summary>
    internal sealed record Counts
    {
        public long Finished { get; init; }
        public long Open { get; init; }
        public long Moves { get; init; }
        public long Instances { get; init; }
        public long Succeeded { get; init; }
        public long LockedByUs { get; init; }
        public long HighestEpoch { get; init; }
    }
}
