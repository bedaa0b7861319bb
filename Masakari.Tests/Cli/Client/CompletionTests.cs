using System.Diagnostics;
using Masakari.Host.Cli;

namespace Masakari.Tests.Cli.Client;

/// <summary>The completion of bash, in a real bash.</summary>
public sealed class CompletionTests
{
    [TestCase("masakari seg", "segment")]
    [TestCase("masakari segment cre", "create")]
    [TestCase("masakari segment list --os-clo", "--os-cloud")]
    [TestCase("masakari notification wat", "watch")]
    public async Task Completes_commands_and_options(string line, string expected) =>
        Assert.That(await CompleteAsync(line), Does.Contain(expected));

    [TestCase("masakari segment list -f ", "json")]
    [TestCase("masakari segment create rack-1 ", "reserved_host")]
    public async Task Completes_the_words_of_an_option_or_argument(string line, string expected) =>
        Assert.That(await CompleteAsync(line), Does.Contain(expected));

    [Test]
    public async Task Has_a_script_for_zsh()
    {
        var output = new StringWriter();

        var code = await CommandLine.RunAsync(["completion", "zsh"], output, TextWriter.Null);

        Assert.That(code, Is.Zero);
        Assert.That(output.ToString(), Does.StartWith("#compdef masakari\n"));
    }

    /// <summary>What bash would offer: the script runs with the answers of the real program.</summary>
    private static async Task<string[]> CompleteAsync(string line)
    {
        if (!File.Exists("/bin/bash")) Assert.Ignore("There is no bash.");
        var (script, answers) = (new StringWriter(), new StringWriter());
        await CommandLine.RunAsync(["completion", "bash"], script, TextWriter.Null);
        await CommandLine.RunAsync([$"[suggest:{line.Length}]", line], answers, TextWriter.Null);
        var words = line.Split(' ');
        var text = $$"""
            masakari() { cat <<'ANSWERS'
            {{answers}}
            ANSWERS
            }
            {{script}}
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_CWORD={{words.Length - 1}}
            COMP_WORDS=({{string.Join(' ', words.Select(word => $"'{word}'"))}})
            _masakari
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        await bash.StandardInput.WriteAsync(text);
        bash.StandardInput.Close();
        var offered = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return offered.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
