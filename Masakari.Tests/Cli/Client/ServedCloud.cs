using Masakari.Host.Cli;
using Masakari.Host.Cli.Client;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Cli.Client;

/// <summary>
/// The complete service and a simulated cloud behind real sockets, with a folder and an environment for the command line. Host compute-1
/// to compute-3 exist in Nova; Masakari knows none of them at first.
/// </summary>
internal sealed class ServedCloud : IAsyncDisposable
{
    private ServedCloud(SandboxStage stage) => Stage = stage;

    public SandboxStage Stage { get; }

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("masakari-cli-");

    /// <summary>The environment: at first that of an administrator who logs in with a password.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public static async Task<ServedCloud> StartAsync()
    {
        var stage = new SandboxStage(new SandboxOptions { Hosts = 3, Servers = 2 }, TimeProvider.System);
        await stage.StartAsync(default);
        var cloud = new ServedCloud(stage);
        cloud.LogInAs("admin");
        return cloud;
    }

    public void LogInAs(string user)
    {
        Variables.Clear();
        Variables["OS_AUTH_URL"] = $"{Stage.Keystone}";
        Variables["OS_USERNAME"] = user;
        Variables["OS_PASSWORD"] = Stage.Password;
        Variables["OS_PROJECT_NAME"] = user;
        Variables["OS_USER_DOMAIN_NAME"] = "Default";
        Variables["OS_PROJECT_DOMAIN_NAME"] = "Default";
        Variables["HOME"] = Folder.FullName;
    }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder.FullName, file), text);

    public async Task<Printed> RunAsync(params string[] arguments)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await CommandLine.RunAsync(arguments, output, errors, Around);
        return new Printed(code, output.ToString(), errors.ToString());
    }

    /// <summary>Runs a command that must succeed.</summary>
    /// <returns>What it printed, without the last line break.</returns>
    public async Task<string> AskAsync(params string[] arguments)
    {
        var printed = await RunAsync(arguments);
        Assert.That((printed.Code, printed.Errors), Is.EqualTo((0, "")), string.Join(' ', arguments));
        return printed.Output.TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        Stage.Folder.Delete(recursive: true);
        Folder.Delete(recursive: true);
    }

    private Surroundings Around => new()
    {
        Variable = name => Variables.GetValueOrDefault(name), Folder = Folder.FullName, SiteFolder = Path.Combine(Folder.FullName, "site"),
    };
}

/// <summary>What a command did.</summary>
internal sealed record Printed(int Code, string Output, string Errors);
