using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Status;

/// <summary>Puts together what the tables say about the controllers.</summary>
internal static class ControllerStates
{
    private const int SweepsMissed = 3;

    /// <summary>A sweep takes longer than its interval while Nova or the database hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="rows">The controllers that wrote a row.</param>
    /// <param name="claims">What is claimed. An owner without a row is a controller, too.</param>
    /// <param name="now">By the database's clock.</param>
    public static IReadOnlyList<ControllerState> Of(
        IReadOnlyList<ControllerRow> rows, IReadOnlyList<ClaimRow> claims, DateTimeOffset now) =>
    [
        .. rows.Select(row => Of(row, claims, now)),
        .. claims.Where(claim => rows.All(row => row.Owner != claim.Owner)).Select(claim => claim.Owner).Distinct()
            .Select(owner => WithClaims(new ControllerState { Name = ClaimOwner.Describe(owner) }, owner, claims, now)),
    ];

    private static ControllerState Of(ControllerRow row, IReadOnlyList<ClaimRow> claims, DateTimeOffset now)
    {
        var ago = now - row.SeenAt.ToMoment();
        return WithClaims(new ControllerState
        {
            Name = ClaimOwner.Describe(row.Owner),
            Version = row.Version,
            StartedAt = row.StartedAt.ToMoment(),
            SeenAgo = ago > TimeSpan.Zero ? ago : TimeSpan.Zero,   // the row may be newer than the present time
            IsAlive = ago <= TimeSpan.FromSeconds(row.SweepSeconds) * SweepsMissed + Patience,
        }, row.Owner, claims, now);
    }

    private static ControllerState WithClaims(
        ControllerState state, string owner, IReadOnlyList<ClaimRow> claims, DateTimeOffset now)
    {
        var own = claims.Where(claim => claim.Owner == owner).ToList();
        return state with { Recoveries = own.Count, LeaseLeft = own.Count == 0 ? null : own.Min(claim => claim.LeaseUntil.ToMoment()) - now };
    }
}
