using System.Text.RegularExpressions;

namespace Masakari.Tests.Docs;

/// <summary>Links between the Markdown files, and to files of the repository.</summary>
public sealed partial class LinkTests
{
    [Test]
    public void Every_relative_link_leads_to_a_file_and_a_heading()
    {
        var links = Page.All.SelectMany(page => Links(page).Select(target => (page, target))).ToList();

        var broken = links.Where(link => !Resolves(link.page, link.target)).Select(link => $"{link.page.Path}: {link.target}");

        Assert.That(links, Has.Count.GreaterThan(40));
        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void The_contents_of_the_operations_page_name_its_headings_in_their_order()
    {
        var page = Page.Of("docs/operations.md");

        var top = page with { Text = page.Text[..page.Text.IndexOf("\n## ", StringComparison.Ordinal)] };
        var chapters = Anchors(page with { Text = page.Text.Replace("\n### ", "\n", StringComparison.Ordinal) }).Skip(1);

        Assert.That(Links(top).Where(target => target.StartsWith('#')), Is.EqualTo(chapters.Select(anchor => "#" + anchor)));
    }

    private static IEnumerable<string> Links(Page page) =>
        Link().Matches(Code().Replace(page.Prose, "x")).Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal));

    private static bool Resolves(Page page, string target)
    {
        var (file, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var folder = Path.GetDirectoryName(Path.Combine(Page.Root, page.Path))!;
        var path = file.Length == 0 ? Path.Combine(Page.Root, page.Path) : Path.GetFullPath(Path.Combine(folder, file));
        if (anchor is null)
            return Path.Exists(path);
        return File.Exists(path) && Anchors(Page.Of(Path.GetRelativePath(Page.Root, path))).Contains(anchor);
    }

    /// <summary>The anchors that a Markdown viewer gives the headings.</summary>
    private static List<string> Anchors(Page page)
    {
        var anchors = new List<string>();
        foreach (Match heading in Heading().Matches(page.Prose))
        {
            var slug = NoSlug().Replace(heading.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-');
            var same = anchors.Count(anchor => anchor == slug);
            anchors.Add(same == 0 ? slug : $"{slug}-{same}");
        }

        return anchors;
    }

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`+[^`\n]+`+")]
    private static partial Regex Code();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NoSlug();
}
