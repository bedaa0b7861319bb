namespace Masakari.Core.Configuration;

/// <summary>Finds the known name that a misspelt one probably means.</summary>
public static class Spelling
{
    private const int FewEdits = 2;

    /// <summary>The nearest name; upper and lower case are the same, and so are <c>-</c> and <c>_</c>.</summary>
    /// <param name="written">The misspelt name.</param>
    /// <param name="known">The names that exist.</param>
    /// <returns><see langword="null"/> when none is within two edits (one, for a short word).</returns>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        var allowed = written.Length <= 4 ? 1 : FewEdits;
        return known.Distinct()
            .Select(name => (Name: name, Edits: Edits(Folded(written), Folded(name))))
            .Where(candidate => candidate.Edits <= allowed)
            .OrderBy(candidate => candidate.Edits).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault().Name;
    }

    /// <summary>Whether at most two edits make one of the other, ignoring case and dashes.</summary>
    internal static bool IsNear(string one, string other) => Edits(Folded(one), Folded(other)) <= FewEdits;

    /// <summary>Whether the two differ at most in case, in <c>-</c> for <c>_</c> and in surrounding blanks.</summary>
    internal static bool Same(string one, string other) => Folded(one) == Folded(other);

    private static string Folded(string name) => name.Trim().ToLowerInvariant().Replace('-', '_');

    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
