namespace Masakari.Core.Monitoring.Processes;

/// <summary>An item of the process list. A command that is <see langword="null"/> is not needed.</summary>
internal sealed record WatchedProcess
{
    private static readonly char[] Blanks = [' ', '\t', '\n', '\r'];

    /// <summary>The executable, as a path or a name, and arguments that it must have been given.</summary>
    public required string Name { get; init; }

    /// <summary>The unit of systemd that tells whether the process runs.</summary>
    public string? Unit { get; init; }

    /// <summary>The file with the id of the process.</summary>
    public string? PidFile { get; init; }

    public string? PreStart { get; init; }

    public string? Start { get; init; }

    public string? PostStart { get; init; }

    public string? PreRestart { get; init; }

    public string? Restart { get; init; }

    public string? PostRestart { get; init; }

    /// <summary>Whether the commands need the rights of root.</summary>
    public bool AsRoot { get; init; }

    /// <summary>The words of <see cref="Name"/>.</summary>
    public IReadOnlyList<string> Words => Name.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// The name in reports: that of the executable or, behind an interpreter, of the script, without folder and arguments. The service acts on
    /// <c>nova-compute</c>.
    /// </summary>
    public string ReportedName => Path.GetFileName(Words[Interpreters.ScriptAt(Words) ?? 0]);

    /// <summary>What stays the same while commands of the item are edited.</summary>
    public (string, string?, string?) Key => (Name, Unit, PidFile);
}
