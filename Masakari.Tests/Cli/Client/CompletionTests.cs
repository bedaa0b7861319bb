using System.Diagnostics;
using Masakari.Host.Cli;

namespace Masakari.Tests.Cli.Client;

/// <summary>The completion of commands, options and words, in a real bash and a real zsh.</summary>
[TestFixture("bash")]
[TestFixture("zsh")]
public sealed class CompletionTests(string shell)
{
    [TestCase("masakari seg", "segment")]
    [TestCase("masakari segment cre", "create")]
    [TestCase("masakari segment list --os-clo", "--os-cloud")]
    [TestCase("masakari notification wat", "watch")]
    public async Task Completes_commands_and_options(string line, string expected) =>
        Assert.That(await CompleteAsync(line), Does.Contain(expected));

    [TestCase("masakari segment list -f ", "json")]
    [TestCase("masakari segment create rack-1 ", "reserved_host")]
    [TestCase("masakari ", "notification")]
    public async Task Completes_the_words_of_an_option_or_argument(string line, string expected) =>
        Assert.That(await CompleteAsync(line), Does.Contain(expected));

    [TestCase("masakari segment create rack-1 ", "auto auto_priority reserved_host rh_priority")]
    [TestCase("masakari segment create rack-1 auto", "auto auto_priority")]
    public async Task Offers_options_only_where_one_is_begun_or_nothing_else_can_stand(string line, string words) =>
        Assert.That(string.Join(' ', (await CompleteAsync(line)).Order(StringComparer.Ordinal)
            .Where(word => word.StartsWith(line.Split(' ')[^1], StringComparison.Ordinal))), Is.EqualTo(words));

    [Test]
    public async Task Offers_options_where_nothing_else_can_stand() =>
        Assert.That(await CompleteAsync("masakari segment list "), Does.Contain("--filters").And.Not.Contain("/?"));

    private Task<string[]> CompleteAsync(string line) => shell == "zsh" ? CompleteInZshAsync(line) : CompleteInBashAsync(line);

    /// <summary>What zsh would offer: the script runs with the answers of the real program, and zsh's own functions print.</summary>
    private static async Task<string[]> CompleteInZshAsync(string line)
    {
        var (script, answers) = await ScriptAndAnswersAsync("zsh", line);
        var words = line.Split(' ');
        return await RunAsync("/usr/bin/zsh", $$"""
            masakari() {
                [[ $1 == '[suggest:{{line.Length}}]' && $2 == '{{line}}' ]] || return
                cat <<'ANSWERS'
            {{answers}}
            ANSWERS
            }
            compdef() { }
            compadd() { shift; print -l -- "$@"; (( $# )) }
            _files() { print no word fits }
            {{script}}
            words=({{string.Join(' ', words.Select(word => $"'{word}'"))}}) CURRENT={{words.Length}} PREFIX='{{words[^1]}}'
            _masakari
            """);
    }

    /// <summary>What bash would offer: the script runs with the answers of the real program.</summary>
    private static async Task<string[]> CompleteInBashAsync(string line)
    {
        var (script, answers) = await ScriptAndAnswersAsync("bash", line);
        var words = line.Split(' ');
        return await RunAsync("/bin/bash", $$"""
            masakari() { cat <<'ANSWERS'
            {{answers}}
            ANSWERS
            }
            {{script}}
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_CWORD={{words.Length - 1}}
            COMP_WORDS=({{string.Join(' ', words.Select(word => $"'{word}'"))}})
            _masakari
            printf '%s\n' "${COMPREPLY[@]}"
            """);
    }

    private static async Task<(string Script, string Answers)> ScriptAndAnswersAsync(string shell, string line)
    {
        var (script, answers) = (new StringWriter(), new StringWriter());
        await CommandLine.RunAsync(["completion", shell], script, TextWriter.Null);
        await CommandLine.RunAsync([$"[suggest:{line.Length}]", line], answers, TextWriter.Null);
        return (script.ToString(), answers.ToString());
    }

    private static async Task<string[]> RunAsync(string program, string text)
    {
        if (!File.Exists(program) && Environment.GetEnvironmentVariable("CI") is { Length: > 0 }) Assert.Fail($"CI installs {program}.");
        if (!File.Exists(program)) Assert.Ignore($"{program} is not installed (Debian: bash, zsh): its completion was not tried.");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var run = Process.Start(start)!;
        await run.StandardInput.WriteAsync(text);
        run.StandardInput.Close();
        var offered = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return offered.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
