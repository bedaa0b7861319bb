namespace Masakari.Core.Commands;

/// <summary>One call of a command of the operator.</summary>
/// <param name="Executable">An absolute path.</param>
/// <param name="Arguments">Handed over as they are: no shell reads them.</param>
/// <param name="Environment">All variables besides PATH and LANG; nothing of our own environment is handed on.</param>
/// <param name="TimeLimit">Then the command is killed with all its children.</param>
internal sealed record CommandCall(
    string Executable, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, TimeSpan TimeLimit)
{
    /// <summary>Whether processes that the command leaves behind may live on when it ends in time: it may be there to start one.</summary>
    public bool MayLeaveProcesses { get; init; }

    /// <summary>
    /// So many bytes of its standard output are kept apart, in <see cref="CommandEnd.StandardOutput"/>, for a program that answers with a
    /// document. <see langword="null"/> = both outputs are one text, of which only the beginning is kept.
    /// </summary>
    public int? LongestDocument { get; init; }
}
