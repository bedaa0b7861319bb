using Masakari.Host.Cli;
using Masakari.Host.Cli.Client;

namespace Masakari.Tests.RealCloud.Clients;

/// <summary>The client verbs of <c>masakari</c>, with variables of the environment and nothing else.</summary>
/// <param name="variables">Such as those of the lab's administrator: a login with a password.</param>
internal sealed class OwnClient(IReadOnlyDictionary<string, string> variables)
{
    /// <summary>Runs a command that succeeds.</summary>
    /// <returns>What it prints.</returns>
    public async Task<string> TextAsync(params string[] words)
    {
        var (code, output, errors) = await RunAsync(words);
        Assert.That((code, errors), Is.EqualTo((0, "")), string.Join(' ', words));
        return output;
    }

    /// <summary>Runs a command that fails.</summary>
    /// <returns>Its message.</returns>
    public async Task<string> RefusedAsync(params string[] words)
    {
        var (code, output, errors) = await RunAsync(words);
        Assert.That((code, output), Is.EqualTo((1, "")), $"{string.Join(' ', words)}: {errors}");
        return errors.TrimEnd('\n');
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(string[] words)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var around = new Surroundings
        {
            Variable = name => variables.GetValueOrDefault(name), Folder = Path.GetTempPath(), SiteFolder = Path.GetTempPath(),
        };
        var code = await CommandLine.RunAsync(words, output, errors, around);
        return (code, output.ToString(), errors.ToString());
    }
}
