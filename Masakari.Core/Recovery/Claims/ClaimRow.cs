using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Claims;

/// <summary>A row of <c>recovery_claims</c>, read to decide whether its owner still lives.</summary>
internal sealed record ClaimRow
{
    public string Subject { get; init; } = "";

    public string NotificationUuid { get; init; } = "";

    /// <summary>The notification's type, where it was read.</summary>
    public string? Type { get; init; }

    /// <summary>Empty = free.</summary>
    public string Owner { get; init; } = "";

    public long Epoch { get; init; }

    /// <summary>In which database the claim was taken; <see langword="null"/> = there is only one, or an older version took it.</summary>
    public string? DatabaseId { get; init; }

    public long Writes { get; init; }

    public DateTime LeaseUntil { get; init; }

    public DateTime Now { get; init; }

    /// <summary>1 = the lease has run out.</summary>
    public long Lapsed { get; init; }

    /// <summary>1 = the lease ends later than one that is renewed now.</summary>
    public long Distant { get; init; }

    /// <summary>Changes with each renewal and each write.</summary>
    public string Version => $"{Epoch}/{Writes}";

    /// <summary>Since the end of the lease of a former owner who did not give the claim back.</summary>
    public TimeSpan Unowned => Owner.Length > 0 && Lapsed == 1 ? Now - LeaseUntil : TimeSpan.Zero;

    /// <summary>The columns, but for the type; the length of a lease is the parameter <c>@lease</c>, in seconds.</summary>
    /// <param name="dialect">Whose clock decides.</param>
    /// <param name="table">The table's name in the query.</param>
    public static string Columns(SqlDialect dialect, string table) => $"""
        {table}.subject, {table}.notification_uuid, {table}.owner, {table}.epoch, {table}.writes, {table}.lease_until, {table}.database_id,
        {dialect.Now} AS now,
        CASE WHEN {table}.lease_until < {dialect.Now} THEN 1 ELSE 0 END AS lapsed,
        CASE WHEN {table}.lease_until > {dialect.NowPlus("@lease")} THEN 1 ELSE 0 END AS distant
        """;
}
