using System.Text;

namespace Masakari.Tests.Docs;

/// <summary>A command line as a shell splits it, without what the documents do not use.</summary>
internal static class ShellWords
{
    public static string[] Of(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char? quote = null;
        var isWord = false;
        foreach (var c in line)
        {
            if (quote is null && c is '\'' or '"' && quote is null) (quote, isWord) = (c, true);
            else if (c == quote) quote = null;
            else if (quote is null && c == ' ')
            {
                if (isWord) words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        if (isWord) words.Add(word.ToString());
        return [.. words];
    }
}
