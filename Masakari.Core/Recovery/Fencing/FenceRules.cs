namespace Masakari.Core.Recovery.Fencing;

/// <summary>When the fence command is asked, and what its answer is worth.</summary>
internal static class FenceRules
{
    private const int IntervalsOfSilence = 2;
    private const int AsksAfterErrors = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether the command is to be asked now. A host that Nova calls up is asked about only after some silence: one that beats is never
    /// switched off.
    /// </summary>
    /// <param name="record">What was asked before.</param>
    /// <param name="view">What is known of the host.</param>
    /// <param name="sinceEnd">Since the last answer, if it came in this life.</param>
    public static bool ShallAsk(FenceRecord record, FenceView view, TimeSpan? sinceEnd)
    {
        if (!view.IsDown && view.SilentFor < view.ReportInterval * IntervalsOfSilence) return false;
        if (!record.HasEnded) return true;   // never asked, or interrupted: nobody knows what the command did
        return Standing(record, view) switch
        {
            FenceStanding.IsOff or FenceStanding.CannotTell => false,
            _ when Void(record, view) => true,
            _ => sinceEnd is not { } passed || passed >= Pause(record),
        };
    }

    /// <summary>What the answers are worth now.</summary>
    public static FenceStanding Standing(FenceRecord record, FenceView view) => record.Answer switch
    {
        FenceAnswer.On => FenceStanding.IsOn,
        FenceAnswer.Off when record.HasEnded && !Void(record, view) => FenceStanding.IsOff,
        FenceAnswer.Unknown when record.HasEnded && record.Failures >= AsksAfterErrors && !view.IsProofRequired => FenceStanding.CannotTell,
        _ => FenceStanding.IsOpen,
    };

    /// <summary>The host was switched off, and was heard of later.</summary>
    private static bool Void(FenceRecord record, FenceView view) =>
        record.Answer == FenceAnswer.Off && record.HeartbeatAt != view.LastHeartbeat;

    private static TimeSpan Pause(FenceRecord record)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Clamp(record.Asks - 1, 0, 8));
        return doubled < LongestPause ? doubled : LongestPause;
    }
}

/// <summary>What the fence command's answers are worth.</summary>
internal enum FenceStanding
{
    /// <summary>It is to be asked, runs, or is to be asked again: silence waits for it.</summary>
    IsOpen,

    /// <summary>It has seen the host off: proof.</summary>
    IsOff,

    /// <summary>It has seen the host on: silence is no evidence.</summary>
    IsOn,

    /// <summary>It cannot tell: silence decides. So it is without a fence command.</summary>
    CannotTell,
}
