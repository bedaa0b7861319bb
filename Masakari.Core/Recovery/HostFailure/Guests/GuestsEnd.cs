using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>What became of the guests of a host that is back.</summary>
internal sealed record GuestsEnd
{
    /// <summary>Nothing was to be done.</summary>
    public static GuestsEnd Nothing { get; } = new();

    /// <summary>How many were started and run.</summary>
    public int Started { get; init; }

    /// <summary>Those that do not run although they are wanted, with the reason.</summary>
    public IReadOnlyCollection<string> Left { get; init; } = [];

    /// <summary>Heartbeats have stopped again: nothing more was started.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The operator's order, which ends the notification; <see langword="null"/> = there is none.</summary>
    public TaskOutcome? Abort { get; init; }

    /// <summary>Every guest that is wanted runs, as far as Nova shows.</summary>
    public bool AllRun => Left.Count == 0 && !IsSilent;

    /// <summary>Sentences, each with a space before it; empty when there is nothing to say.</summary>
    public string ToWords(string host) =>
        (Started == 0 ? "" : $" {Count(Started)} that had stopped with the host {(Started == 1 ? "was" : "were")} started.")
        + (Left.Count == 0 ? "" : $" {Count(Left.Count)} {(Left.Count == 1 ? "does" : "do")} not run, and Masakari does not start "
            + $"{(Left.Count == 1 ? "it" : "them")}: {Named()}.")
        + (IsSilent ? $" Host {host} sends no heartbeats any more: nothing more is started. If the host is dead, report it again." : "");

    private static string Count(int count) => count == 1 ? "1 instance" : $"{count} instances";

    private string Named() => PlanWords.Named(Left, "; ");
}
