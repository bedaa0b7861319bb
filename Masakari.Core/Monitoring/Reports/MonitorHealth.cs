namespace Masakari.Core.Monitoring.Reports;

/// <summary>Whether a monitor sees what it watches.</summary>
internal sealed record MonitorHealth
{
    private MonitorHealth()
    {
    }

    /// <summary>It sees everything that it watches.</summary>
    public static MonitorHealth Sees { get; } = new();

    /// <summary>Since when it does not see everything; <see langword="null"/> = it sees.</summary>
    public DateTimeOffset? BlindSince { get; private init; }

    /// <summary>Why it does not see, as a sentence for the operator; <see langword="null"/> = it sees.</summary>
    public string? Reason { get; private init; }

    /// <summary>It misses something at present.</summary>
    public static MonitorHealth Blind(DateTimeOffset since, string reason) => new() { BlindSince = since, Reason = reason };

    /// <summary>The same trouble goes on, or another one began: the beginning stays that of the first.</summary>
    /// <param name="now">The beginning if it saw until now.</param>
    /// <param name="reason">The trouble of now.</param>
    public MonitorHealth StillBlind(DateTimeOffset now, string reason) => Blind(BlindSince ?? now, reason);
}
