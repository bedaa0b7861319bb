using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>What one source of evidence, or all of them together, say about a host that was reported to be down.</summary>
internal sealed record EvidenceVerdict
{
    private EvidenceVerdict()
    {
    }

    /// <summary>Nothing can be said yet: look again later.</summary>
    public static EvidenceVerdict Unsure { get; } = new();

    /// <summary>Nova knows no service of that host, and has never shown one in this recovery.</summary>
    public static EvidenceVerdict NoService { get; } = new() { HasNoService = true };

    /// <summary>Heartbeats go on: a false alarm, or the host is back.</summary>
    public static EvidenceVerdict Alive { get; } = new() { IsAlive = true };

    /// <summary>Nova knows no service of that host.</summary>
    public bool HasNoService { get; private init; }

    /// <summary>The host is alive.</summary>
    public bool IsAlive { get; private init; }

    /// <summary>Why the host counts as dead; <see langword="null"/> = it does not.</summary>
    public DeathEvidence? Death { get; private init; }

    /// <summary>The evidence is that of an earlier look.</summary>
    public bool IsStored { get; init; }

    /// <summary>Who gave the operator's word, if that is the evidence.</summary>
    public string? By { get; private init; }

    /// <summary>What is waited for and what the operator can do, in sentences; <see langword="null"/> = nothing.</summary>
    public string? Words { get; private init; }

    /// <summary>Time alone ends this wait never: it uses up no patience.</summary>
    public bool Waits { get; private init; }

    /// <summary>Why the recovery is to be held, for its message; <see langword="null"/> = it is not.</summary>
    public string? Hold { get; private init; }

    /// <summary>Too many hosts fail at once for the host to be switched off: the recovery is to be held.</summary>
    public static EvidenceVerdict Held(string why) => new() { Hold = why };

    /// <summary>The host may be evacuated.</summary>
    public static EvidenceVerdict Dead(DeathEvidence evidence, string? by = null) => new() { Death = evidence, By = by };

    /// <summary>Nothing can be said yet; the words say what is waited for.</summary>
    public static EvidenceVerdict Looking(string words) => new() { Words = words };

    /// <summary>The host is silent for long enough, and its silence does not count: look again, however long it takes.</summary>
    public static EvidenceVerdict Waiting(string why) => new() { Words = why, Waits = true };
}
