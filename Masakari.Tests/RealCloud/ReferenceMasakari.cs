using System.Text.RegularExpressions;

namespace Masakari.Tests.RealCloud;

/// <summary>The Python original from Debian's package, run by the lab: its database, kill -9 of its engine, its own tests.</summary>
internal sealed partial class ReferenceMasakari(Lab lab)
{
    /// <summary>Slow enough to be killed in the middle.</summary>
    private static readonly string[] Settings = ["--set", "wait_period_after_service_update=1", "--set", "host_failure_recovery_threads=2"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private string enginePid = "";

    /// <summary>Its <c>[database] connection</c>.</summary>
    public string DatabaseUrl => Connection().Match(File.ReadAllText(Path.Combine(lab["LAB_HOME"], "etc", "masakari", "masakari.conf"))).Groups["url"].Value;

    /// <summary>Starts API and engine on an empty database.</summary>
    public async Task StartAnewAsync()
    {
        await lab.ReferenceAsync(["up", "--fresh", .. Settings]);
        enginePid = EnginePid().Match(await lab.StatusAsync()).Groups["pid"].Value;
    }

    /// <summary>Starts both on the existing database.</summary>
    public Task StartAsync() => lab.ReferenceAsync(["up", .. Settings]);

    public Task StopAsync() => lab.ReferenceAsync(["down"]);

    /// <summary>Kills (kill -9) the engine that was last started on an empty database.</summary>
    public Task KillEngineAsync() => Tool.RunAsync("kill", ["-KILL", enginePid], new Dictionary<string, string>(), "", Limit);

    /// <summary>
    /// Runs the functional tests of its package for segments and hosts against the service at the catalogue's address.
    /// </summary>
    /// <returns>The output of the test runner.</returns>
    public async Task<string> TestAsync()
    {
        var clouds = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(clouds, Clouds());
            var environment = new Dictionary<string, string> { ["OS_CLIENT_CONFIG_FILE"] = clouds, ["OS_CLOUD"] = "lab" };
            const string Command = "cd / && exec /usr/bin/python3 -m unittest masakari.tests.functional.test_segments masakari.tests.functional.test_hosts 2>&1";
            return await Tool.RunAsync("sh", ["-c", Command], environment, "", Limit);
        }
        finally
        {
            File.Delete(clouds);
        }
    }

    private string Clouds() => $"""
        clouds:
          lab:
            auth:
              auth_url: {lab["OS_AUTH_URL"]}
              username: {lab["OS_USERNAME"]}
              password: {lab["OS_PASSWORD"]}
              project_name: {lab["OS_PROJECT_NAME"]}
              user_domain_name: {lab["OS_USER_DOMAIN_NAME"]}
              project_domain_name: {lab["OS_PROJECT_DOMAIN_NAME"]}
            region_name: {lab["OS_REGION_NAME"]}
        """;

    [GeneratedRegex(@"\[database\][^\[]*?^connection *= *(?<url>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Connection();

    [GeneratedRegex(@"^masakari-engine +(?<pid>\d+) +running", RegexOptions.Multiline)]
    private static partial Regex EnginePid();
}
