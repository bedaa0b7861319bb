using System.Globalization;

namespace Masakari.Host.Sandbox;

/// <summary>The Date header of answers: that of a nova-api whose clock may be off, or none.</summary>
internal sealed class AnswerDates(CloudTimeline timeline)
{
    private readonly Queue<TimeSpan?> odd = new();

    /// <param name="ahead">How far the clock of the answering process is ahead; null: it sends no date.</param>
    /// <param name="calls">So many answers.</param>
    public void Add(TimeSpan? ahead, int calls)
    {
        for (; calls > 0; calls--)
            odd.Enqueue(ahead);
    }

    public SimulatedAnswer Stamp(SimulatedAnswer answer)
    {
        var ahead = odd.TryDequeue(out var next) ? next : TimeSpan.Zero;
        return ahead is { } by ? answer.With("Date", (timeline.Now + by).ToString("R", CultureInfo.InvariantCulture)) : answer;
    }
}
