using Masakari.Core.Commands;

namespace Masakari.Core.Recovery.Fencing;

/// <summary>What the fence command says of a host.</summary>
internal enum FenceAnswer
{
    /// <summary>It has seen the host off: proof.</summary>
    Off,

    /// <summary>The host is still on.</summary>
    On,

    /// <summary>It cannot tell, or could not be asked.</summary>
    Unknown,
}

/// <summary>The words of the table for <see cref="FenceAnswer"/>, and the meaning of exit codes.</summary>
internal static class FenceAnswers
{
    /// <summary>0 = off, 1 = on; every other code, a signal, a time-out or a failed start tells nothing.</summary>
    public static FenceAnswer Of(CommandEnd end) => end.ExitCode switch
    {
        0 => FenceAnswer.Off,
        1 => FenceAnswer.On,
        _ => FenceAnswer.Unknown,
    };

    public static string ToText(this FenceAnswer answer) => answer switch
    {
        FenceAnswer.Off => "off",
        FenceAnswer.On => "on",
        FenceAnswer.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    /// <summary>The answer that a word of the table names, or <see langword="null"/>.</summary>
    public static FenceAnswer? Parse(string? text) => text switch
    {
        "off" => FenceAnswer.Off,
        "on" => FenceAnswer.On,
        "unknown" => FenceAnswer.Unknown,
        _ => null,
    };
}
