namespace Masakari.Core.Commands;

/// <summary>How a command ended.</summary>
internal sealed record CommandEnd
{
    private CommandEnd()
    {
    }

    /// <summary>
    /// Its exit code, 128 and the signal's number after a signal; <see langword="null"/> = it was not started, or killed by us.
    /// </summary>
    public int? ExitCode { get; private init; }

    /// <summary>Why there is no exit code, as a part of a sentence.</summary>
    public string? Trouble { get; private init; }

    /// <summary>What it wrote, standard output and standard error as they came: raw text, not fit to be shown.</summary>
    public string Output { get; private init; } = "";

    /// <summary>Its document, if the call asked for one: standard output alone, which then is no part of <see cref="Output"/>.</summary>
    public string StandardOutput { get; init; } = "";

    public static CommandEnd Exited(int exitCode, string output) => new() { ExitCode = exitCode, Output = output };

    public static CommandEnd TimedOut(TimeSpan limit, string output) =>
        new() { Trouble = $"it did not end within {limit.TotalSeconds:0} s and was killed", Output = output };

    public static CommandEnd NotStarted(string why) => new() { Trouble = $"it could not be started: {why}" };
}
