using System.Text.RegularExpressions;

namespace Masakari.Tests.Architecture;

/// <summary>Finds comments that refer the reader to something outside of the repository: a document, or the number of a rule.</summary>
/// <param name="checkout">The root of the repository.</param>
internal sealed partial class Citations(string checkout)
{
    /// <summary>What a comment of the line cites, or nothing.</summary>
    public IEnumerable<string> In(string line)
    {
        var comment = Comment().Match(line).Groups["text"].Value;
        var documents = Document().Matches(comment).Select(match => match.Value).Where(path => !File.Exists(Path.Combine(checkout, path)));
        return documents.Concat(Rule().Matches(comment).Select(match => match.Value));
    }

    // The blank before the slashes keeps URLs and paths in strings out.
    [GeneratedRegex(@"(?:^|\s)//+\s?(?:<summary>)?(?<text>.*)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"[\w./-]+\.md\b")]
    private static partial Regex Document();

    [GeneratedRegex(@"\b[WNMCAO][0-9]{1,2}\b|^[0-9]{1,2}(?:\.[0-9]{1,2})?[:,.](?=\s|$)|§\s*[0-9]+")]
    private static partial Regex Rule();
}
