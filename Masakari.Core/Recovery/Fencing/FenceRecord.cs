namespace Masakari.Core.Recovery.Fencing;

/// <summary>What is known of the fence command in one recovery, over all controllers and lives.</summary>
internal sealed record FenceRecord
{
    /// <summary>Nothing was asked yet.</summary>
    public static FenceRecord None { get; } = new();

    /// <summary>How often the command was started, or was about to be.</summary>
    public int Asks { get; init; }

    /// <summary>How often in a row it could not tell.</summary>
    public int Failures { get; init; }

    /// <summary>The last start was followed by an answer. If not, the command runs, or was interrupted.</summary>
    public bool HasEnded { get; init; }

    /// <summary>
    /// The answer that holds; <see langword="null"/> = there is none yet. After "on" an error changes nothing: the host was seen on.
    /// </summary>
    public FenceAnswer? Answer { get; init; }

    /// <summary>The last heartbeat as it was known when the command was started. A later one makes the answer void.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>The command is about to be started.</summary>
    public FenceRecord Asked(DateTimeOffset? lastHeartbeat) =>
        this with { Asks = Asks + 1, HasEnded = false, HeartbeatAt = lastHeartbeat };

    /// <summary>The command has ended.</summary>
    public FenceRecord Answered(FenceAnswer answer) => answer == FenceAnswer.Unknown
        ? this with { HasEnded = true, Failures = Failures + 1, Answer = Answer == FenceAnswer.On ? FenceAnswer.On : answer }
        : this with { HasEnded = true, Failures = 0, Answer = answer };
}
