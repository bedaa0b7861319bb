using System.Text.RegularExpressions;
using Masakari.Core.Configuration;
using Masakari.Host.Service;

namespace Masakari.Tests.Docs;

/// <summary>Configuration options that the Markdown files name.</summary>
public sealed partial class OptionTests
{
    private static readonly OptionCatalog OfService = OptionCatalog.Of(conf => MasakariService.ReadAll(conf), ForeignOptions.OfService);
    private static readonly OptionCatalog OfMonitors = OptionCatalog.Of(conf => MonitorService.ReadAll(conf), ForeignOptions.OfMonitors);

    [Test]
    public void Every_option_that_is_named_with_its_section_exists()
    {
        var named = Spans(Named());

        var unknown = named.Where(span => !Exists(span.Path, span.Match.Groups["section"].Value, span.Match.Groups["name"].Value))
            .Select(span => $"{span.Path}: {span.Match.Value}");

        Assert.That(named, Has.Count.GreaterThan(40));
        Assert.That(unknown, Is.Empty);
    }

    [Test]
    public void Every_setting_that_is_shown_exists()
    {
        var shown = Spans(Setting());

        var unknown = shown.Where(span => Options(span.Path).Own.All(option => option.Name != span.Match.Groups["name"].Value))
            .Select(span => $"{span.Path}: {span.Match.Value}");

        Assert.That(shown, Has.Count.GreaterThan(5));
        Assert.That(unknown, Is.Empty);
    }

    [Test]
    public void Every_example_of_a_configuration_has_known_options_only()
    {
        var examples = Page.All.SelectMany(page => page.Blocks("ini").Select(block => (page.Path, Conf: Conf.Parse(block)))).ToList();

        var unknown = examples.SelectMany(example => example.Conf.Files.SelectMany(file => file.Entries)
            .Where(entry => !Exists(example.Path, entry.Section, entry.Name)).Select(entry => $"{example.Path}: [{entry.Section}] {entry.Name}"));

        Assert.That(examples, Is.Not.Empty);
        Assert.That(examples.SelectMany(example => example.Conf.Errors), Is.Empty);
        Assert.That(unknown, Is.Empty);
    }

    /// <summary>A table of options has one default for all options of a row; "none" = without a default.</summary>
    [Test]
    public void Every_default_in_a_table_is_the_true_one()
    {
        var rows = Page.All.SelectMany(page => page.Rows("option", "default").SelectMany(cells =>
            Page.SpansOf(cells[0]).Select(name => (page.Path, Option: Find(page.Path, name), Name: name, Written: cells[1].Trim('`'))))).ToList();

        var wrong = rows.Where(row => row.Option is null || row.Written != (row.Option.Default ?? "none"))
            .Select(row => $"{row.Path}: {row.Name} is {row.Option?.Default ?? "none"}, not {row.Written}");

        Assert.That(rows, Has.Count.GreaterThan(15));
        Assert.That(wrong, Is.Empty);
    }

    private static List<(string Path, Match Match)> Spans(Regex pattern) =>
    [
        .. Page.All.SelectMany(page => page.Spans.Select(span => (page.Path, Match: pattern.Match(span))))
            .Where(span => span.Match.Success),
    ];

    /// <summary>The page about the monitors is about masakarimonitors.conf, all others about masakari.conf.</summary>
    private static OptionCatalog Options(string page) => page == "docs/monitors.md" ? OfMonitors : OfService;

    private static ConfOption? Find(string page, string written) =>
        Named().Match(written) is { Success: true } named
            ? Options(page).Find(named.Groups["section"].Value, named.Groups["name"].Value)
            : Options(page).Find(SectionName.Default, written);

    private static bool Exists(string page, string section, string name) => section.Split('.')[0] is var group
        && (name.Length == 0 ? Options(page).KnowsSection(group) : Options(page).Knows(group, name));

    [GeneratedRegex(@"^\[(?<section>[A-Za-z_]\w*(?:\.\w+)?)\](?: (?<name>[a-z]\w*))?(?=$|[ :])")]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?<name>[a-z][a-z0-9]*(?:_[a-z0-9]+)+) = \S")]
    private static partial Regex Setting();
}
