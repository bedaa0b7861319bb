using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Flow;

/// <summary>A row of <c>recovery_progress</c>.</summary>
/// <param name="Claim">Whose epoch is the number of the attempt.</param>
/// <param name="Flow">The flow that runs.</param>
/// <param name="Task">The wire name of the task.</param>
/// <param name="State">RUNNING, SUCCESS or FAILURE.</param>
/// <param name="Progress">0.0 to 1.0.</param>
/// <param name="Message">What the task did; <see langword="null"/> = a mere change of its state.</param>
/// <param name="Age">How long ago it was reported, by our monotonic clock: the row is written later, by the database's clock.</param>
internal sealed record ProgressLine(
    ClaimKey Claim, FlowPlace Flow, string Task, string State, double Progress, string? Message, Func<TimeSpan> Age) : ClaimWrite<ProgressLine>
{
    /// <summary>The lines of an attempt are shown in the order in which they were reported.</summary>
    public override object About => typeof(ProgressLine);

    public override bool IsList => true;

    protected override IEnumerable<Statement> Statements(IReadOnlyList<ProgressLine> all, SqlDialect dialect)
    {
        var values = new StatementValues();
        yield return values.In($"""
            INSERT INTO recovery_progress (at, notification_uuid, attempt, flow, target, task, state, progress, message)
            VALUES {string.Join(", ", all.Select(line => line.ToRow(values, dialect)))}
            """);
    }

    private string ToRow(StatementValues values, SqlDialect dialect)
    {
        var rest = values.List<object?>(
            [Claim.Notification, Claim.Epoch, Flow.Number, Flow.Target, Task, State, Progress, Message.ToStorable()]);
        return $"({dialect.NowPlus(values.Add(-Age().TotalSeconds))}, {rest[1..]}";
    }
}
