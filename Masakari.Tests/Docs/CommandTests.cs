using System.CommandLine;
using System.Text.RegularExpressions;
using Masakari.Host.Cli;

namespace Masakari.Tests.Docs;

/// <summary>Command lines that the Markdown files show.</summary>
public sealed partial class CommandTests
{
    private static readonly RootCommand Commands = CommandLine.Root(TextWriter.Null, TextWriter.Null);

    [Test]
    public void Every_command_line_of_masakari_can_be_parsed()
    {
        var blocks = Page.All.SelectMany(page => page.CodeLines.Select(line => (page.Path, Line: line, IsWhole: true)));
        var spans = Page.All.SelectMany(page => page.Spans.Select(span => (page.Path, Line: span, IsWhole: false)));
        var lines = blocks.Concat(spans).Select(line => (line.Path, line.Line, line.IsWhole, Match: Call().Match(line.Line)))
            .Where(line => line.Match.Success).ToList();

        var wrong = lines.SelectMany(line => Problems(line.Match, line.IsWhole).Select(problem => $"{line.Path}: {line.Line}: {problem}"));

        Assert.That(lines, Has.Count.GreaterThan(30));
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_command_of_build_sh_exists()
    {
        var script = File.ReadAllText(Path.Combine(Page.Root, "build.sh"));
        var known = BuildCommand().Matches(script).Select(command => command.Groups["name"].Value).ToHashSet();
        var named = Page.All
            .SelectMany(page => page.CodeLines.Concat(page.Spans).Select(line => (page.Path, Match: BuildCall().Match(line))))
            .Where(line => line.Match.Success).Select(line => (line.Path, Name: line.Match.Groups["name"].Value)).ToList();

        Assert.That(named, Has.Count.GreaterThan(5));
        Assert.That(named.Where(line => !known.Contains(line.Name)), Is.Empty);
    }

    [Test]
    public async Task The_exit_code_of_wrong_usage_is_the_one_that_systemd_does_not_retry()
    {
        var codes = Page.Of("docs/operations.md").Rows("code").ToDictionary(cells => cells[0], cells => cells[1]);

        var code = await CommandLine.RunAsync(["no-such-command"], TextWriter.Null, TextWriter.Null);

        Assert.That(codes.Keys, Is.EqualTo(new[] { "0", "1", "2" }));
        Assert.That(codes[$"{code}"], Does.StartWith("wrong usage"));
        var unit = await File.ReadAllTextAsync(Path.Combine(Page.Root, "packaging/systemd/masakari.service"));
        Assert.That(unit, Does.Contain($"RestartPreventExitStatus={code}\n"));
    }

    /// <summary>In running text an argument may be missing, and a group may stand for its commands.</summary>
    private static IEnumerable<string> Problems(Match call, bool isWhole)
    {
        var filled = Placeholder().Replace(call.Groups["arguments"].Value, word => word.Value == "N" ? "5" : Guid.Empty.ToString());
        var arguments = filled.Contains('\'')
            ? ShellWords.Of(filled) : filled.Split([' ', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        var parsed = Commands.Parse(CalledAs.Arguments(call.Groups["program"].Value, arguments));
        if (parsed.UnmatchedTokens.Count > 0)
            return [$"{parsed.UnmatchedTokens[0]} is not known"];
        return isWhole ? parsed.Errors.Select(error => error.Message) : [];
    }

    [GeneratedRegex(@"^(?:(?:/usr/bin/|/usr/lib/masakari/)?(?<program>masakari(?:-api|-engine|-manage|-status)?)|"
        + @"\./build\.sh(?= (?:run|sandbox)\b)) (?<arguments>(?!&)(?:(?! +#| > | \| | &).)+)")]
    private static partial Regex Call();

    [GeneratedRegex(@"\b(?:N|(?:[A-Z]+_)?UUID)\b|\$[A-Z]+")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^ +(?<name>[a-z]+)\)", RegexOptions.Multiline)]
    private static partial Regex BuildCommand();

    [GeneratedRegex(@"^\./build\.sh (?<name>[a-z]+)")]
    private static partial Regex BuildCall();
}
