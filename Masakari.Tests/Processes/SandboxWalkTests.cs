using System.Diagnostics;
using System.Text.RegularExpressions;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Processes;

/// <summary>
/// The walk of a newcomer: <c>masakari sandbox --serve</c>, then every command that it prints, in a shell of another terminal. Only what
/// the sandbox has printed is used.
/// </summary>
[Category("Processes"), NonParallelizable]
internal sealed partial class SandboxWalkTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Test]
    public async Task Every_command_that_the_sandbox_prints_works()
    {
        var program = Path.Combine(TestContext.CurrentContext.TestDirectory, "masakari.dll");
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [program, "sandbox", "--serve", "--hosts", "4", "--servers", "3"]) { RedirectStandardOutput = true };
        using var sandbox = Process.Start(start)!;
        try
        {
            var hints = await HintsAsync(sandbox);
            var commands = hints.Where(line => Command().IsMatch(line)).ToList();
            var script = string.Join('\n', commands.Select((line, number) => $"{line}\nprintf '\\n== {number} %s\\n' $?"));

            var said = await Tool.RunAsync("bash", ["-O", "expand_aliases"], new Dictionary<string, string>(), script, Limit);

            await TestContext.Out.WriteLineAsync(said);
            var codes = Result().Matches(said).Select(result => int.Parse(result.Groups["code"].Value)).ToList();
            Assert.That(codes, Has.Count.EqualTo(commands.Count));
            var failed = commands.Zip(codes).Where(one => one.Second != 0).Select(one => one.First).ToList();
            Assert.That(failed, Has.Count.EqualTo(1).And.All.Contains("notification watch"), "the one of the false alarm");
            Assert.That(said, Does.Contain("notification: failed: False alarm"));
            Assert.That(said, Does.Contain("EvacuateInstancesTask: success").And.Contain("notification: finished"));
        }
        finally
        {
            await Tool.RunAsync("kill", ["-TERM", $"{sandbox.Id}"], new Dictionary<string, string>(), "", Limit);
            await sandbox.WaitForExitAsync();
        }
    }

    /// <summary>What is printed after the recovery.</summary>
    private static async Task<IReadOnlyList<string>> HintsAsync(Process sandbox)
    {
        using var limit = new CancellationTokenSource(Limit);
        var lines = new List<string>();
        while (lines.Count(line => line.StartsWith("masakari notification watch", StringComparison.Ordinal)) < 2)
        {
            lines.Add(await sandbox.StandardOutput.ReadLineAsync(limit.Token)
                ?? throw new InvalidOperationException(string.Join('\n', lines)));
        }

        var hints = lines[lines.FindIndex(line => line.StartsWith("The sandbox keeps running", StringComparison.Ordinal))..];
        var named = hints.SelectMany(line => Named().Matches(line)).Select(name => name.Value.Trim('`')).ToList();
        Assert.That(named, Has.Some.EqualTo("masakari segment list").And.Some.EqualTo("masakari manage status"));
        return [.. hints, .. named];
    }

    [GeneratedRegex("^(alias|export|TOKEN=|curl|masakari) ?")]
    private static partial Regex Command();

    [GeneratedRegex("`masakari [^`]+`")]
    private static partial Regex Named();

    [GeneratedRegex("^== (?<number>[0-9]+) (?<code>[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Result();
}
