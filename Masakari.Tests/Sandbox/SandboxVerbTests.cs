using System.Text.RegularExpressions;
using Masakari.Host.Cli;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Sandbox;

/// <summary>The whole sandbox on real sockets and the machine's clock; the sandbox has its own time limit.</summary>
public sealed partial class SandboxVerbTests
{
    private readonly StringWriter errors = new();

    [SetUp]
    public void Begin() => errors.GetStringBuilder().Clear();

    [TestCase("--hosts", "1")]
    [TestCase("--hosts", "101")]
    [TestCase("--hosts", "many")]
    [TestCase("--servers", "0")]
    public async Task Refuses_numbers_it_cannot_play_with(params string[] arguments)
    {
        var code = await CommandLine.RunAsync(["sandbox", .. arguments], TextWriter.Null, errors);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.StartWith("masakari: ").And.Contain(arguments[0]));
    }

    [Test]
    public async Task Ends_with_0_when_every_instance_runs_elsewhere_and_serves_until_it_is_ended()
    {
        using var ending = new CancellationTokenSource();
        await using var output = new Listener("Report a host that is alive", ending.Cancel);

        var code = await RunAsync(new SandboxOptions { Hosts = 3, Servers = 2, Serve = true }, output, ending.Token);

        Assert.That(code, Is.Zero, errors.ToString());
        Assert.That(
            output.ToString(),
            Does.Contain("2 instances moved from compute-1 to other hosts").And.Contain("export OS_AUTH_URL=http://127.0.0.1:"));
        Directory.Delete(Folder().Match(output.ToString()).Value, recursive: true);
    }

    [Test]
    public async Task Ends_cleanly_in_the_middle_of_the_story()
    {
        using var ending = new CancellationTokenSource();
        await using var output = new Listener("notification: running", ending.Cancel);

        var code = await RunAsync(new SandboxOptions(), output, ending.Token);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.ToString(), Is.EqualTo($"masakari: the sandbox was stopped before the recovery had ended{Environment.NewLine}"));
    }

    private Task<int> RunAsync(SandboxOptions options, TextWriter output, CancellationToken ct) =>
        SandboxVerb.RunAsync(options, output, errors, TimeProvider.System, ct);

    [GeneratedRegex(@"(?<=kept in )\S+")]
    private static partial Regex Folder();

    /// <summary>Acts when a line with certain words is written.</summary>
    private sealed class Listener(string words, Action act) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(words, StringComparison.Ordinal) == true)
                act();
        }
    }
}
