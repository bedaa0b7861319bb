namespace Masakari.Core.Recovery.Journals;

/// <summary>Why a host may be evacuated, as <c>host_journal.proof</c> keeps it.</summary>
internal enum DeathEvidence
{
    /// <summary>Nova calls it down and has had no heartbeat from it for as long as configured.</summary>
    Silence,

    /// <summary>Declared down in Nova by an administrator or a fencing agent: proof.</summary>
    ForcedDown,

    /// <summary>Nova calls it down, and an operator has confirmed that it is dead: proof.</summary>
    ConfirmedDown,

    /// <summary>Nova calls it down, and the fence command has seen it off: proof.</summary>
    Fenced,
}

/// <summary>The words of the table and of messages for <see cref="DeathEvidence"/>.</summary>
internal static class DeathEvidenceText
{
    /// <summary>The word of the table.</summary>
    public static string ToText(this DeathEvidence evidence) => evidence switch
    {
        DeathEvidence.Silence => "silence",
        DeathEvidence.ForcedDown => "forced_down",
        DeathEvidence.ConfirmedDown => "confirmed_down",
        DeathEvidence.Fenced => "fenced",
        _ => throw new ArgumentOutOfRangeException(nameof(evidence)),
    };

    /// <summary>As messages say it.</summary>
    public static string ToWords(this DeathEvidence evidence) => evidence switch
    {
        DeathEvidence.Silence => "down and silent",
        DeathEvidence.ForcedDown => "forced down",
        DeathEvidence.ConfirmedDown => "confirmed down",
        DeathEvidence.Fenced => "fenced",
        _ => throw new ArgumentOutOfRangeException(nameof(evidence)),
    };

    /// <summary>The evidence that a word of the table names, or <see langword="null"/>.</summary>
    public static DeathEvidence? Parse(string? text) => text switch
    {
        "silence" => DeathEvidence.Silence,
        "forced_down" => DeathEvidence.ForcedDown,
        "confirmed_down" => DeathEvidence.ConfirmedDown,
        "fenced" => DeathEvidence.Fenced,
        _ => null,
    };
}
