using System.Data.Common;
using Dapper;

namespace Masakari.Core.Persistence;

/// <summary>The state of a database's schema, as its own tables show it.</summary>
/// <param name="Stamp">The revision in <c>masakari_alembic_version</c>, or <see langword="null"/>.</param>
/// <param name="OldVersion">The version in <c>migrate_version</c>, which the original's older tool left, or <see langword="null"/>.</param>
/// <param name="Done">The migration steps of this service that were run.</param>
/// <param name="IsNobodys">There are tables of the original, but neither the original nor this service has stamped their version.</param>
internal sealed record SchemaState(string? Stamp, int? OldVersion, IReadOnlySet<int> Done, bool IsNobodys)
{
    public static async Task<SchemaState> ReadAsync(DbConnection connection, SqlDialect dialect, CancellationToken ct)
    {
        var tables = (await connection.QueryAsync<string>(new CommandDefinition(dialect.ListTables, cancellationToken: ct))).ToHashSet();
        return new SchemaState(
            tables.Contains("masakari_alembic_version")
                ? (await ListAsync<string>("SELECT version_num FROM masakari_alembic_version")).FirstOrDefault()
                : null,
            tables.Contains("migrate_version") ? (await ListAsync<int?>("SELECT version FROM migrate_version")).Max() : null,
            tables.Contains("masakari_net_version") ? (await ListAsync<int>("SELECT version FROM masakari_net_version")).ToHashSet() : new HashSet<int>(),
            tables.Contains("failover_segments") && !tables.Contains("masakari_net_version"));

        Task<IEnumerable<T>> ListAsync<T>(string sql) => connection.QueryAsync<T>(new CommandDefinition(sql, cancellationToken: ct));
    }

    /// <summary>The original's revision of the tables; <see langword="null"/> = there are no tables yet.</summary>
    /// <param name="trustNewer">Accept a version of the older tool beyond the last published one.</param>
    /// <exception cref="SchemaException">The tables cannot be migrated; the message names their state.</exception>
    public string? Revision(bool trustNewer)
    {
        if (Stamp is not null)
        {
            return OriginalRevision.Knows(Stamp) ? Stamp : throw new SchemaException(
                $"The database is at revision {Stamp}, which this version does not know (its newest is {OriginalRevision.Head}). Nothing was changed.");
        }
        if (OldVersion is { } version)
        {
            return OriginalRevision.OfOldVersion(version) ?? (version > 8 && trustNewer ? OriginalRevision.LastOfOldTool : throw Unusable(version));
        }
        return IsNobodys ? throw new SchemaException(
            "The database has tables of an old Masakari, but neither masakari_alembic_version nor migrate_version says which. Nothing was changed.") : null;
    }

    private static SchemaException Unusable(int version) => new(
        $"The database is at version {version} of the original's older migration tool (table migrate_version). " + (version > 8
            ? "Versions above 8 were never published; set the environment variable FORCE_MASAKARI_DB_SYNC to have it treated as version 8."
            : "Bring it to version 7 first, with masakari-manage db sync of a release between Train and Zed.") + " Nothing was changed.");
}
