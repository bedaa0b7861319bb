using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>What follows when a report could not be sent. Sending is tried again as long as the report holds, whatever stands here.</summary>
internal sealed record RetryOptions
{
    /// <summary>After so many retries the log has an error.</summary>
    public int ErrorAfter { get; init; } = 12;

    /// <summary>The first pause. It doubles, up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>No pause is longer, unless the first one is.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromSeconds(60);

    public static RetryOptions Read(ConfSection section, string prefix, string what) => new()
    {
        ErrorAfter = section.Int(
            $"{prefix}retry_max", 12,
            $"After so many failed retries to send {what} the log has an error. The report is kept and sent later.", min: 0),
        FirstPause = section.Seconds(
            $"{prefix}retry_interval", 10,
            "The pause before the first retry. The pauses double until they are one minute.", min: 1, max: 3600),
    };

    /// <param name="attempts">How often sending was tried, from 1.</param>
    public TimeSpan PauseAfter(int attempts)
    {
        var longest = FirstPause > LongestPause ? FirstPause : LongestPause;
        var pause = FirstPause * Math.Pow(2, Math.Min(attempts - 1, 16));
        return pause < longest ? pause : longest;
    }
}
