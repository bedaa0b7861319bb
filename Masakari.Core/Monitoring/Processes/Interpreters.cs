using System.Text.RegularExpressions;

namespace Masakari.Core.Monitoring.Processes;

/// <summary>Programs that run scripts: the script is what counts.</summary>
internal static partial class Interpreters
{
    /// <summary>Where the script stands among the words of a command line.</summary>
    /// <returns><see langword="null"/> when the first word is no interpreter, or it was given no script.</returns>
    public static int? ScriptAt(IReadOnlyList<string> words)
    {
        if (words.Count < 2 || !Name().IsMatch(Path.GetFileName(words[0]))) return null;
        for (var at = 1; at < words.Count; at++)
        {
            if (words[at] is "-c" or "-m" or "-e") return null;    // code or a module instead of a script
            if (!words[at].StartsWith('-')) return at;
        }

        return null;
    }

    [GeneratedRegex(@"^(python|perl|ruby)[0-9.]*$|^(ba|da|k|z)?sh$|^env$")]
    private static partial Regex Name();
}
