using Dapper;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.RealCloud;

/// <summary>A new database on the lab's MariaDB for one run of the service, and the tests' view of it.</summary>
internal sealed class ServiceDatabase : IAsyncDisposable
{
    private readonly string name = $"masakari_lab_{Guid.NewGuid():n}";
    private readonly Database database;

    private ServiceDatabase(Lab lab)
    {
        var server = $"mysql+pymysql://{lab["LAB_MARIADB_USER"]}:{lab["LAB_MARIADB_PASSWORD"]}@{lab["LAB_MARIADB_HOST"]}:{lab["LAB_MARIADB_PORT"]}";
        Url = $"{server}/{name}?charset=utf8";
        var options = new DatabaseOptions { Url = DatabaseUrl.Parse($"{server}/{lab["LAB_MARIADB_DATABASE"]}?charset=utf8") };
        database = new Database(options, TimeProvider.System, NullLogger<Database>.Instance);
    }

    /// <summary>For [database] connection.</summary>
    public string Url { get; }

    public static async Task<ServiceDatabase> CreateAsync(Lab lab)
    {
        var created = new ServiceDatabase(lab);
        await created.ExecuteAsync($"CREATE DATABASE {created.name} CHARACTER SET utf8mb3");
        return created;
    }

    public async Task<RecoveryProgress> ProgressAsync(Guid notification, string sourceHost)
    {
        var sql = $"""
            SELECT n.status AS Status,
                   (SELECT COUNT(*) FROM {name}.recovery_claims c WHERE c.notification_uuid = n.notification_uuid AND c.owner <> '') AS Claims,
                   COALESCE(SUM(v.status = 'pending'), 0) AS Pending, COALESCE(SUM(v.status = 'ongoing'), 0) AS Ongoing,
                   COALESCE(SUM(v.status = 'succeeded'), 0) AS Succeeded, COALESCE(SUM(v.status = 'failed'), 0) AS Failed,
                   COALESCE(SUM(j.locked_by_us), 0) AS LockedByUs,
                   (SELECT COUNT(*) FROM nova.instances i WHERE i.deleted = 0 AND i.host = @sourceHost) AS OnSource
              FROM {name}.notifications n
              LEFT JOIN {name}.vmoves v ON v.notification_uuid = n.notification_uuid AND v.deleted = 0
              LEFT JOIN {name}.vmove_journal j ON j.vmove_uuid = v.uuid
             WHERE n.notification_uuid = @notification
             GROUP BY n.id
            """;
        await using var connection = await database.OpenAsync(default);
        return await connection.QuerySingleAsync<RecoveryProgress>(sql, new { notification = $"{notification}", sourceHost });
    }

    /// <summary>The moment just before the service's first evacuate request.</summary>
    public async Task<DateTimeOffset> FirstEvacuateAsync(Guid notification)
    {
        var sql = $"SELECT MIN(evacuate_requested_at) FROM {name}.vmove_journal WHERE notification_uuid = @notification";
        await using var connection = await database.OpenAsync(default);
        var first = await connection.ExecuteScalarAsync<DateTime>(sql, new { notification = $"{notification}" });
        return new DateTimeOffset(first, TimeSpan.Zero);
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync($"DROP DATABASE {name}");
        await database.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await database.OpenAsync(default);
        await connection.ExecuteAsync(sql);
    }
}
