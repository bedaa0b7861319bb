using System.Text;

namespace Masakari.Core.Commands;

/// <summary>
/// Splits the text of a command into words, without a shell: blanks separate words, and quotes, single or double, keep blanks within a
/// word. No other character has a meaning: there are no escapes, variables, wildcards, pipes or redirections.
/// </summary>
internal static class CommandWords
{
    /// <returns>The words; <see langword="null"/> when a quote has no end.</returns>
    public static string[]? Split(string text)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char? quote = null;
        foreach (var c in text)
        {
            if (c == quote)
                quote = null;
            else if (quote is null && (c == '\'' || c == '"'))
                (quote, word) = (c, word ?? new StringBuilder());   // '' is an empty word
            else if (quote is null && char.IsWhiteSpace(c))
                word = End(word);
            else
                word = (word ?? new StringBuilder()).Append(c);
        }

        End(word);
        return quote is null ? [.. words] : null;

        StringBuilder? End(StringBuilder? ended)
        {
            if (ended is not null) words.Add(ended.ToString());
            return null;
        }
    }
}
