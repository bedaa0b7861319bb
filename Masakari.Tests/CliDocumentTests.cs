using System.Text;
using System.Text.RegularExpressions;
using Masakari.Host.Cli;
using Masakari.Host.Cli.Client;
using Masakari.Tests.Docs;
using Masakari.Tests.Simulation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;

namespace Masakari.Tests;

/// <summary>
/// docs/cli.md shows what the commands print: each runs against the service, with a simulated cloud and under the fake clock.
/// <c>MASAKARI_ACCEPT=1</c> writes the outputs into the document.
/// </summary>
public sealed partial class CliDocumentTests
{
    private const string Planned = "docs/cli.md";

    private readonly Dictionary<string, string> variables = [];
    private readonly Dictionary<string, string> uuids = [];
    private MasakariScenario masakari = null!;

    [SetUp]
    public async Task Start()
    {
        variables.Clear();
        uuids.Clear();
        masakari = await MasakariScenario.StartAsync(cloud =>
        {
            foreach (var host in new[] { "compute-1", "compute-2" }) cloud.AddHost(host);
            foreach (var server in new[] { "db-1", "web-1", "web-2" }) cloud.AddServer("compute-1", server);
        });
    }

    [TearDown]
    public async Task Stop() => await masakari.DisposeAsync();

    [Test]
    public async Task Shows_every_command_with_its_true_output()
    {
        var document = Page.Of(Planned).Text;
        var written = new StringBuilder();
        var (end, commands) = (0, 0);
        foreach (Match part in Part().Matches(document))
        {
            written.Append(document, end, part.Index - end);
            end = part.Index + part.Length;
            if (part.Groups["commands"].Success)
            {
                var lines = part.Groups["commands"].Value.Split('\n')
                    .Where(line => line.StartsWith("$ ", StringComparison.Ordinal)).ToList();
                var shown = new List<string>();
                foreach (var line in lines) shown.Add($"{line}\n{Settled(await OutputAsync(line[2..]))}");
                written.Append("```console\n").AppendJoin('\n', shown).Append("```\n");
                commands += lines.Count;
                continue;
            }

            masakari.Cloud.KillHost("compute-1");
            written.Append(part.Value);
        }

        written.Append(document, end, document.Length - end);

        if (Environment.GetEnvironmentVariable("MASAKARI_ACCEPT") == "1")
            await File.WriteAllTextAsync(Checkout.File("docs", "cli.md"), written.ToString());
        Assert.That(commands, Is.GreaterThan(20));
        Assert.That(Page.Of(Planned).Text, Is.EqualTo(written.ToString()));
    }

    [Test]
    public async Task The_commands_of_the_readme_can_be_typed_one_after_the_other()
    {
        masakari.Cloud.KillHost("compute-1");
        var lines = Page.Of("README.md").CodeLines.Where(line => ClientLine().IsMatch(line)).ToList();

        foreach (var line in lines) await OutputAsync(line);

        Assert.That(lines, Has.Count.GreaterThan(4));
    }

    private async Task<string> OutputAsync(string line)
    {
        var call = Call().Match(line);
        Assert.That(call.Success, line);
        var filled = variables.Aggregate(
            call.Groups["arguments"].Value, (text, variable) => text.Replace("$" + variable.Key, variable.Value, StringComparison.Ordinal));
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });

        var isWatch = filled.Contains("watch", StringComparison.Ordinal);
        if (isWatch) await masakari.Clock.RunAsync(TimeSpan.FromSeconds(0.3));   // its polls fall between the steps of the recovery
        var command = Task.Run(() => CommandLine.RunAsync(ShellWords.Of(filled), output, errors, Around()));
        if (isWatch)
            await masakari.Clock.RunUntilAsync(() => command.IsCompleted, TimeSpan.FromMinutes(30));
        var code = await command;
        await masakari.Clock.RunAsync(TimeSpan.Zero);   // what the service has begun goes as far as it can

        Assert.That((code, errors.ToString()), Is.EqualTo((0, "")), line);
        if (call.Groups["variable"] is { Success: true, Value: var name}) variables[name] = output.ToString().Trim();
        return call.Groups["wrapped"].Success ? "" : output.ToString();
    }

    private Surroundings Around() => new()
    {
        Variable = name => name == "OS_ENDPOINT" ? "http://controller:15868" : null,
        Folder = Path.GetTempPath(),
        SiteFolder = Path.GetTempPath(),
        Clock = masakari.Clock,
        Transport = _ => ((TestServer)masakari.Life.Get<IServer>()).CreateHandler(),
    };

    // Each uuid gets a fixed replacement, in the order of appearance.
    private string Settled(string text) => Uuid().Replace(text, found =>
    {
        if (!uuids.TryGetValue(found.Value, out var face))
            uuids[found.Value] = face = $"6b0c3c5e-5d8a-4a53-9a53-{uuids.Count + 1:D12}";
        return face;
    });

    [GeneratedRegex(@"```console\n(?<commands>(?:(?!```).*\n)*)```\n|<!-- compute-1 dies -->\n")]
    private static partial Regex Part();

    [GeneratedRegex(@"^(?:(?<wrapped>(?<variable>[A-Z]+)=\$\(|source <\())?masakari (?<arguments>.*?)(?(wrapped)\))$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^(?:[A-Z]+=\$\()?masakari (?:segment|host|notification|vmove) ")]
    private static partial Regex ClientLine();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
