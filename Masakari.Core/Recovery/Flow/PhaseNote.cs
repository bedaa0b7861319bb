using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Flow;

/// <summary>Notes in <c>recovery_phases</c> when a phase of a recovery was reached.</summary>
/// <param name="Notification">Whose recovery.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Age">How long ago, by our monotonic clock: the row is written later, by the database's clock.</param>
internal sealed record PhaseNote(Guid Notification, RecoveryPhase Phase, Func<TimeSpan> Age) : ClaimWrite<PhaseNote>
{
    public override object About => (typeof(PhaseNote), Phase);

    public override bool IsList => true;

    public override bool IsLike(ClaimWrite other) => other is PhaseNote note && note.Phase == Phase;

    protected override IEnumerable<Statement> Statements(IReadOnlyList<PhaseNote> all, SqlDialect dialect)
    {
        var values = new StatementValues();
        var counts = Phase == RecoveryPhase.Back ? all[^1] : all[0];
        var (uuid, at) = (values.Add(Notification), dialect.NowPlus(values.Add(-counts.Age().TotalSeconds)));
        yield return values.In(Phase switch
        {
            RecoveryPhase.Claimed => $"{dialect.InsertUnlessThere} recovery_phases (notification_uuid, claimed_at) VALUES ({uuid}, {at})",
            RecoveryPhase.Acted => $"UPDATE recovery_phases SET acted_at = {at} WHERE notification_uuid = {uuid} AND acted_at IS NULL",
            RecoveryPhase.Back => $"UPDATE recovery_phases SET back_at = {at} WHERE notification_uuid = {uuid}",
            _ => throw new ArgumentOutOfRangeException(nameof(all)),
        });
    }
}

/// <summary>The phases of a recovery that have no time elsewhere.</summary>
internal enum RecoveryPhase
{
    /// <summary>An engine took the notification for the first time.</summary>
    Claimed,

    /// <summary>Nova accepted the first evacuate, stop or start.</summary>
    Acted,

    /// <summary>An instance was back: the last one counts.</summary>
    Back,
}
