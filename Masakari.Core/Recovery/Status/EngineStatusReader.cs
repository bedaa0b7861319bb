using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Operator;

namespace Masakari.Core.Recovery.Status;

/// <summary>Reads from the tables what the engines of all controllers do. It asks no process, and nothing of Nova.</summary>
public sealed class EngineStatusReader
{
    private readonly Database database;
    private readonly EngineControl control;
    private readonly HeldRecoveries held;
    private readonly MoveJournal moves;

    internal EngineStatusReader(Database database, EngineControl control, HeldRecoveries held, MoveJournal moves) =>
        (this.database, this.control, this.held, this.moves) = (database, control, held, moves);

    /// <summary>The present state.</summary>
    /// <param name="ct">Gives up.</param>
    public async Task<EngineStatus> ReadAsync(CancellationToken ct)
    {
        var at = await database.ReadNowAsync(ct);
        var claims = await ListClaimsAsync(ct);
        var heldNow = (await held.ListAllAsync(ct)).Where(one => !one.MayGoOn).ToList();
        return new EngineStatus
        {
            At = at,
            Pause = (await control.ReadAsync(ct)).Pause,
            Controllers = ControllerStates.Of(await ListControllersAsync(ct), claims, at),
            Recoveries = [.. (await ListRecoveriesAsync(claims, ct)).Where(one => heldNow.All(other => other.Uuid != one.Uuid))],
            Held = heldNow,
            ForgottenLocks = [.. (await moves.ListForgottenLocksAsync(ct)).Select(one => one.Instance)],
        };
    }

    private Task<IReadOnlyList<ControllerRow>> ListControllersAsync(CancellationToken ct)
    {
        const string Sql = "SELECT owner, version, sweep_seconds, started_at, seen_at FROM controllers ORDER BY owner";
        return database.QueryAsync<ControllerRow>(Sql, null, ct);
    }

    private Task<IReadOnlyList<ClaimRow>> ListClaimsAsync(CancellationToken ct)
    {
        const string Sql = """
            SELECT owner, notification_uuid, MIN(lease_until) AS lease_until
              FROM recovery_claims WHERE owner <> '' GROUP BY owner, notification_uuid
            """;
        return database.QueryAsync<ClaimRow>(Sql, null, ct);
    }

    private async Task<IEnumerable<RecoveryState>> ListRecoveriesAsync(IReadOnlyList<ClaimRow> claims, CancellationToken ct)
    {
        const string Sql = """
            SELECT n.notification_uuid AS uuid, n.type, COALESCE(h.name, n.source_host_uuid) AS host, n.status, n.message,
                   COALESCE(n.updated_at, n.created_at) AS since, COALESCE(w.attempts, 0) AS attempts, w.due_at
              FROM notifications n
              LEFT JOIN hosts h ON h.uuid = n.source_host_uuid
              LEFT JOIN recovery_work w ON w.notification_uuid = n.notification_uuid
             WHERE n.status IN ('new', 'running', 'error') AND n.deleted = 0
             ORDER BY n.id
            """;
        var owners = claims.ToLookup(claim => claim.NotificationUuid, claim => ClaimOwner.Describe(claim.Owner));
        return (await database.QueryAsync<RecoveryRow>(Sql, null, ct)).Where(row => Guid.TryParse(row.Uuid, out _))
            .Select(row => row.ToState(owners[row.Uuid].FirstOrDefault()));
    }

    private sealed record RecoveryRow
    {
        public string Uuid { get; init; } = "";
        public string Type { get; init; } = "";
        public string Host { get; init; } = "";
        public string Status { get; init; } = "";
        public string? Message { get; init; }
        public DateTime Since { get; init; }
        public long Attempts { get; init; }
        public DateTime? DueAt { get; init; }

        public RecoveryState ToState(string? controller) => new()
        {
            Uuid = Guid.Parse(Uuid),
            Type = Type,
            Host = Host,
            Status = Status,
            Since = Since.ToMoment(),
            FailedAttempts = (int)Attempts,
            NextAttempt = Status == "error" ? DueAt.ToMoment() : null,
            Controller = controller,
            Message = Message,
        };
    }
}
