using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Journals;

/// <summary>Changes the row of a guest's recovery.</summary>
/// <param name="Notification">The recovery.</param>
/// <param name="Assignments">What is set. It holds no value from outside.</param>
internal sealed record GuestWrite(Guid Notification, string Assignments) : ClaimWrite<GuestWrite>
{
    public override object About => Notification;

    protected override IEnumerable<Statement> Statements(IReadOnlyList<GuestWrite> all, SqlDialect dialect)
    {
        foreach (var one in all)
        {
            var values = new StatementValues();
            yield return values.In($"UPDATE instance_recoveries SET {one.Assignments} WHERE notification_uuid = {values.Add(one.Notification)}");
        }
    }
}

/// <summary>The attempt at a guest is over: its instance is free, or left to the recovery of its host.</summary>
/// <param name="Notification">The recovery.</param>
/// <param name="Instance">The instance.</param>
/// <param name="LeftTo">The recovery of its host, if any.</param>
internal sealed record GuestEnd(Guid Notification, Guid Instance, Guid? LeftTo) : ClaimWrite<GuestEnd>
{
    public override object About => Instance;

    protected override IEnumerable<Statement> Statements(IReadOnlyList<GuestEnd> all, SqlDialect dialect) => all.Select(one =>
        one.LeftTo is { } host
            ? OpenMoves.HandOver(dialect, one.Notification, host, [one.Instance])
            : OpenMoves.Release(dialect, one.Notification, [one.Instance]));
}
