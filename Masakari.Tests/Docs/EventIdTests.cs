using System.Globalization;
using System.Text.RegularExpressions;

namespace Masakari.Tests.Docs;

/// <summary>Log event ids that the Markdown files name. docs/events.md is compared with the code elsewhere.</summary>
public sealed partial class EventIdTests
{
    private static readonly Page Events = Page.Of("docs/events.md");
    private static readonly List<int> Ids = [.. Events.Rows("Event").Select(cells => Number(cells[0]))];

    [Test]
    public void Every_event_id_that_is_named_exists()
    {
        var inText = Page.All.SelectMany(page => Mention().Matches(page.Prose).Select(mention => (page.Path, Text: mention.Value)));
        var inTables = Page.All.SelectMany(page => page.Rows("event").Select(cells => (page.Path, Text: cells[0])));
        var named = inText.Concat(inTables)
            .SelectMany(mention => Id().Matches(mention.Text).Select(id => (mention.Path, Id: Number(id.Value)))).ToList();

        Assert.That(named, Has.Count.GreaterThan(20));
        Assert.That(named.Where(mention => !Ids.Contains(mention.Id)).Select(mention => $"{mention.Path}: {mention.Id}"), Is.Empty);
    }

    [Test]
    public void Every_event_id_is_in_one_range_and_no_range_is_empty()
    {
        var ranges = Events.Rows("ids").Select(cells => cells[0].Split('-'))
            .Select(ends => (First: Number(ends[0]), Last: Number(ends[1]))).ToList();

        Assert.That(ranges, Is.Not.Empty);
        Assert.That(Ids.Where(id => ranges.Count(range => range.First <= id && id <= range.Last) != 1), Is.Empty);
        Assert.That(ranges.Where(range => !Ids.Any(id => range.First <= id && id <= range.Last)), Is.Empty);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\bevents?(?: ids?)?\s\d{4}\b(?:(?:, | and )\d{4}\b)*", RegexOptions.IgnoreCase)]
    private static partial Regex Mention();

    [GeneratedRegex(@"\b\d{4}\b")]
    private static partial Regex Id();
}
