using System.Data.Common;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// A replica that was promoted may lack the last writes of the former owner: also the intent of an evacuate call that is still on its way.
/// So when a recovery goes on in another database than it was last claimed in, each of its open moves counts as asked for just now, and is
/// waited out before anything is sent.
/// </summary>
internal sealed class DatabaseChange(Database database)
{
    /// <summary>Which database this is: the Galera cluster, else the server; <see langword="null"/> = there is only one.</summary>
    public Task<string?> ReadAsync(DbTransaction transaction, CancellationToken ct) => database.Dialect.ReadIdentityAsync(transaction, ct);

    /// <summary>Whether the notification was last claimed in another database.</summary>
    public static bool IsBetween(IEnumerable<ClaimRow> rows, Guid notification, string? here) =>
        rows.Any(row => row.NotificationUuid == notification.ToText() && row.DatabaseId is { } there && there != here);

    /// <summary>From now on all open moves of the notification have an intent, of which no older record of Nova can tell.</summary>
    public Task DoubtMovesAsync(DbTransaction transaction, Guid notification, CancellationToken ct)
    {
        var sql = $"""
            UPDATE vmove_journal SET evacuate_requested_at = {database.Dialect.Now}, doubted = 1
             WHERE notification_uuid = @notification
               AND EXISTS (SELECT 1 FROM vmoves v WHERE v.uuid = vmove_journal.vmove_uuid AND v.status NOT IN ('succeeded', 'ignored'))
            """;
        return database.ExecuteAsync(transaction, sql, new { notification = notification.ToText() }, ct);
    }
}
