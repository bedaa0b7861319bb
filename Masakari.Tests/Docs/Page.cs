using System.Text.RegularExpressions;

namespace Masakari.Tests.Docs;

/// <summary>One Markdown file of the repository.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="Text">The content, with \n at the line ends.</param>
internal sealed partial record Page(string Path, string Text)
{
    private static readonly string[] NotOurs = [".git", "bin", "obj", "artifacts", "TestResults"];

    public static string Root => Checkout.Root;

    /// <summary>All Markdown files of the repository.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        .. FilesBelow(new DirectoryInfo(Root), "*.md").Select(file => Of(System.IO.Path.GetRelativePath(Root, file))),
    ];

    /// <summary>The text without code blocks.</summary>
    public string Prose => Fence().Replace(Text, "");

    /// <summary>The lines of the code blocks; diagrams are no code.</summary>
    public IEnumerable<string> CodeLines =>
        Fence().Matches(Text).Where(block => block.Groups["language"].Value != "mermaid")
            .SelectMany(block => block.Groups["code"].Value.Split('\n')).Select(line => line.Trim());

    /// <summary>The code blocks of a language.</summary>
    public IEnumerable<string> Blocks(string language) =>
        Fence().Matches(Text).Where(block => block.Groups["language"].Value == language)
            .Select(block => (Indent: "\n" + block.Groups["indent"].Value, Code: "\n" + block.Groups["code"].Value))
            .Select(block => block.Code.Replace(block.Indent, "\n", StringComparison.Ordinal));

    /// <summary>What stands between backticks in the prose.</summary>
    public IEnumerable<string> Spans => SpansOf(Prose);

    /// <summary>The rows of all tables that begin with these headings, as cells.</summary>
    public IEnumerable<string[]> Rows(params string[] headings)
    {
        string[]? heading = null;
        foreach (var line in Prose.Split('\n').Select(line => line.Trim()))
        {
            var cells = line.StartsWith('|') ? line.Trim('|').Split('|', StringSplitOptions.TrimEntries) : null;
            if (cells is not null && heading is not null && !cells[0].StartsWith("--", StringComparison.Ordinal)
                && heading.Take(headings.Length).SequenceEqual(headings))
                yield return cells;
            heading = cells is null ? null : heading ?? cells;
        }
    }

    public static IEnumerable<string> SpansOf(string markdown) => Span().Matches(markdown).Select(span => span.Groups["code"].Value.Trim());

    public static Page Of(string path) =>
        new(path.Replace('\\', '/'), File.ReadAllText(System.IO.Path.Combine(Root, path)).ReplaceLineEndings("\n"));

    /// <summary>The files of the repository that match a pattern, without what builds leave.</summary>
    public static IEnumerable<string> FilesBelow(DirectoryInfo folder, string pattern) => folder.GetFiles(pattern)
        .Select(file => file.FullName)
        .Concat(folder.GetDirectories().Where(below => !NotOurs.Contains(below.Name)).SelectMany(below => FilesBelow(below, pattern)));

    [GeneratedRegex(@"^(?<indent> *)```(?<language>\w*)\n(?<code>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<!`)(?<ticks>`+)(?!`)(?<code>[^\n]+?)(?<!`)\k<ticks>(?!`)")]
    private static partial Regex Span();
}
