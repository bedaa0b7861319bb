using System.Net;
using System.Net.Sockets;
using Masakari.Host.Sandbox;
using Masakari.Tests.Benchmarks;
using Masakari.Tests.Docs;
using Masakari.Tests.Persistence;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Processes;

/// <summary>
/// The README's way to a running service: database, configuration, start, registration, report. Its commands run as they stand there; only
/// addresses and passwords are those of this machine, and <c>openstack token issue</c> is answered by a function of the shell.
/// </summary>
[Category("Processes"), NonParallelizable]
internal sealed class ReadmeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Test]
    public async Task Its_commands_work_one_after_the_other()
    {
        await using var mariaDb = await MariaDbServer.StartAsync();
        await mariaDb.ExecuteAsync("DROP USER masakari@'%'");   // the README creates this account
        var cloud = new SimulatedCloud(TimeProvider.System, new SimulatedCloudOptions
        {
            ReportInterval = TimeSpan.FromSeconds(1), ServiceDownTime = TimeSpan.FromSeconds(4), EvacuationTime = TimeSpan.FromSeconds(1),
        });
        foreach (var host in new[] { "compute-1", "compute-2" }) cloud.AddHost(host);
        cloud.AddServer("compute-1", "vm-1");
        await using var keystone = await SimulatedCloudServer.StartAsync(cloud, port: 0, default);
        var (folder, port) = (Directory.CreateTempSubdirectory("masakari-readme-"), FreePort());
        cloud.InstanceHaUrl = $"http://127.0.0.1:{port}/v1/%(tenant_id)s";
        var blocks = Page.Of("README.md").Blocks("").ToList();
        string Block(string with) => Here(blocks.Single(block => block.Contains(with, StringComparison.Ordinal)), port);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "masakari.conf"), Conf(mariaDb, keystone.BaseUrl, port));
        cloud.KillHost("compute-1");

        var variables = await VariablesAsync(folder, keystone.BaseUrl);
        var said = await Tool.RunAsync("bash", ["-e", "-o", "pipefail"], variables, $$"""
            openstack() { [ "$1 $2" = "token issue" ] && echo "$TOKEN_OF_TEST"; }
            mysql() { command mysql --no-defaults --socket={{mariaDb.Socket}} --user=root "$@"; }
            {{Block("CREATE DATABASE masakari")}}
            cd {{folder.FullName}}
            {{string.Join('\n', Commands(Block("masakari conf check --online")))}}
            trap 'kill $run; wait' EXIT
            for ((wait = 0; wait < 100; wait++)); do curl -s -o /dev/null http://127.0.0.1:{{port}}/ && break; sleep 0.2; done
            {{Block("SEGMENT=$(ask")}}
            masakari notification watch $NOTIFICATION
            masakari manage status
            """, Limit);

        await TestContext.Out.WriteLineAsync(said);
        Assert.That(said, Does.Contain("OK      Nova: masakari may list the compute services: 2 found."));
        Assert.That(said, Does.Contain("vm-1: succeeded, now on compute-2").And.Contain("notification: finished").And.Contain("HA is on\n"));
        folder.Delete(recursive: true);
    }

    /// <summary>Those of the program; what stays in the foreground does not.</summary>
    private static IEnumerable<string> Commands(string block) => block.Split('\n')
        .Where(line => line.StartsWith("masakari ", StringComparison.Ordinal))
        .Select(line => line == "masakari run" ? "masakari run > run.log 2>&1 & run=$!" : line);

    /// <summary>A block with this machine's address instead of the controller's.</summary>
    private static string Here(string block, int port) =>
        block.Replace("http://controller:15868", $"http://127.0.0.1:{port}", StringComparison.Ordinal).Trim('\n');

    /// <summary>The minimum of the README, with the addresses of this machine and a shorter wait.</summary>
    private static string Conf(MariaDbServer mariaDb, Uri cloud, int port)
    {
        var least = Page.Of("README.md").Blocks("ini").Single(block => block.Contains("[keystone_authtoken]", StringComparison.Ordinal));
        return least
            .Replace("http://controller/identity", $"{cloud}identity", StringComparison.Ordinal)
            .Replace("@controller/", $"@127.0.0.1:{mariaDb.Port}/", StringComparison.Ordinal)
            .Replace("os_privileged_user_password = PASSWORD", "os_privileged_user_password = secret", StringComparison.Ordinal)
            .Replace("\npassword = PASSWORD", "\npassword = secret", StringComparison.Ordinal)
            + $"\n[DEFAULT]\nmasakari_api_listen = 127.0.0.1\nmasakari_api_listen_port = {port}\nwait_period_after_service_update = 6\n"
            + "[recovery]\nnova_report_interval_seconds = 1\n";
    }

    /// <summary>An administrator's environment; masakari is on the PATH, and its configuration is found without an option.</summary>
    private static async Task<Dictionary<string, string>> VariablesAsync(DirectoryInfo folder, Uri cloud)
    {
        File.CreateSymbolicLink(
            Path.Combine(folder.FullName, "masakari"), Path.Combine(TestContext.CurrentContext.TestDirectory, "masakari"));
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}", ["OS_MASAKARI_CONFIG_DIR"] = folder.FullName,
            ["TOKEN_OF_TEST"] = await BareNova.TokenAsync(cloud),
            ["OS_AUTH_URL"] = $"{cloud}identity", ["OS_USERNAME"] = "admin", ["OS_PASSWORD"] = "secret", ["OS_PROJECT_NAME"] = "admin",
            ["OS_USER_DOMAIN_NAME"] = "Default", ["OS_PROJECT_DOMAIN_NAME"] = "Default",
        };
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { } host) variables["DOTNET_ROOT"] = Path.GetDirectoryName(host)!;
        return variables;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
