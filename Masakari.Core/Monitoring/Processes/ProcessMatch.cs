namespace Masakari.Core.Monitoring.Processes;

/// <summary>
/// Whether a process is the one that a list means. The words of the name must be the executable, or the script that an interpreter runs,
/// and the arguments that follow. A name that only stands somewhere in a command line, such as that of an editor, is no match.
/// </summary>
internal static class ProcessMatch
{
    /// <param name="words">The executable, as a path or a name alone, and the first of its arguments.</param>
    /// <param name="process">A process.</param>
    public static bool Is(IReadOnlyList<string> words, RunningProcess process)
    {
        var arguments = process.Arguments is [var title] && title.Contains(' ', StringComparison.Ordinal)
            ? title.Split(' ', StringSplitOptions.RemoveEmptyEntries)    // the process has given itself a title
            : process.Arguments;
        return arguments.Count > 0 && (IsAt(0, words, arguments)
            || (arguments[0].EndsWith(':') && IsAt(1, words, arguments))    // sshd: /usr/sbin/sshd -D [listener]
            || (Interpreters.ScriptAt(arguments) is { } script && IsAt(script, words, arguments))
            || (Rest(words, arguments, 0) && process.Executable() is { } file && IsProgram(words[0], file)));
    }

    private static bool IsAt(int at, IReadOnlyList<string> words, IReadOnlyList<string> arguments) =>
        at < arguments.Count && IsProgram(words[0], arguments[at].TrimEnd(':')) && Rest(words, arguments, at);

    private static bool Rest(IReadOnlyList<string> words, IReadOnlyList<string> arguments, int at) =>
        words.Skip(1).SequenceEqual(arguments.Skip(at + 1).Take(words.Count - 1));

    private static bool IsProgram(string wanted, string program) => wanted.Contains('/', StringComparison.Ordinal)
        ? WithoutUsr(wanted) == WithoutUsr(program)
        : wanted == Path.GetFileName(program);

    // /bin and /sbin are links to the folders below /usr on today's systems.
    private static string WithoutUsr(string path) => path.StartsWith("/usr/", StringComparison.Ordinal) ? path["/usr".Length..] : path;
}
