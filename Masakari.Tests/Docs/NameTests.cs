using System.Text.RegularExpressions;

namespace Masakari.Tests.Docs;

/// <summary>Tables, environment variables and paths of the repository that the Markdown files name.</summary>
public sealed partial class NameTests
{
    [Test]
    public void The_operations_page_names_every_table_that_is_added_to_those_of_the_original()
    {
        var migrations = Directory.GetFiles(Path.Combine(Page.Root, "Masakari.Core/Persistence/Migrations"), "*.mysql.sql")
            .Where(file => !Path.GetFileName(file).StartsWith("0001_", StringComparison.Ordinal)).ToList();
        var created = migrations.SelectMany(file => Table().Matches(File.ReadAllText(file))).Select(table => table.Groups["name"].Value);

        var named = Page.Of("docs/operations.md").Rows("table").SelectMany(cells => Page.SpansOf(cells[0]));

        Assert.That(named, Is.EquivalentTo(created.Append("masakari_net_version")));
    }

    [Test]
    public void Every_environment_variable_that_is_named_is_read_somewhere()
    {
        string[] patterns = ["*.cs", "*.sh", "run"];
        var files = patterns.SelectMany(pattern => Page.FilesBelow(new DirectoryInfo(Page.Root), pattern));
        var sources = string.Join('\n', files.Select(File.ReadAllText));
        var named = Page.All.SelectMany(page => page.CodeLines.Concat(page.Spans)
            .SelectMany(text => Variable().Matches(text)).Select(variable => (page.Path, variable.Value))).Distinct().ToList();

        Assert.That(named, Is.Not.Empty);
        Assert.That(named.Where(name => !sources.Contains($"\"{name.Value}\"", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_path_of_the_repository_that_is_named_exists()
    {
        var named = Page.All.SelectMany(page => page.Spans.Where(span => OwnPath().IsMatch(span)).Select(path => (page.Path, Named: path)))
            .ToList();

        Assert.That(named, Has.Count.GreaterThan(5));
        Assert.That(named.Where(name => !Path.Exists(Path.Combine(Page.Root, name.Named))), Is.Empty);
    }

    [GeneratedRegex(@"CREATE TABLE IF NOT EXISTS (?<name>\w+)")]
    private static partial Regex Table();

    [GeneratedRegex(@"\b(?:\w+_)?MASAKARI_[A-Z_]+\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(?:Masakari\.(?:Core|Host|Tests)|docs|packaging|\.ci)/(?!.*NNNN)[\w./-]+$")]
    private static partial Regex OwnPath();
}
