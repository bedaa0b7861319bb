using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Masakari.Host.Sandbox;
using Masakari.Tests.Persistence;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Processes;

/// <summary>
/// A controller on which the published installation guide of the Python original is followed: its commands, its paths, its names of
/// programs. It sees an /etc/masakari of its own. Keystone and Nova are simulated in this process.
/// </summary>
internal sealed class GuideInstallation : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly string[] Programs = ["masakari-api", "masakari-engine", "masakari-manage", "masakari-status"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-guide-");
    private readonly SimulatedCloudServer cloud;
    private readonly string edits;
    private Process? shell;

    private GuideInstallation(SimulatedCloudServer cloud, string database)
    {
        this.cloud = cloud;
        edits = Edits(database);
        foreach (var program in Programs)
            File.CreateSymbolicLink(In(program), Path.Combine(TestContext.CurrentContext.TestDirectory, "masakari"));
    }

    /// <summary>The URL of the API.</summary>
    public Uri Root { get; } = new($"http://127.0.0.1:{FreePort()}/");

    public Uri Cloud => cloud.BaseUrl;

    public static async Task<GuideInstallation> PrepareAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") Assert.Ignore("Mounts a folder: needs root on Linux.");
        var server = await MariaDbServer.SharedAsync();
        var name = $"m{Guid.NewGuid():n}";
        await server.ExecuteAsync($"CREATE DATABASE {name} CHARACTER SET utf8mb3");
        var simulated = new SimulatedCloud(TimeProvider.System, new SimulatedCloudOptions());
        return new GuideInstallation(await SimulatedCloudServer.StartAsync(simulated, port: 0, default), server.UrlText(name));
    }

    /// <summary>Runs the guide in one shell, up to the two programs that stay in the background.</summary>
    /// <param name="first">The program that is started first.</param>
    /// <param name="second">The other one, started at once.</param>
    /// <param name="beforeStart">A further command before the database is made.</param>
    public async Task FollowAsync(string first, string second, string beforeStart = "true")
    {
        await File.WriteAllTextAsync(In("edits"), edits);
        await File.WriteAllTextAsync(In("guide.sh"), $"""
            set -e
            own=no; [ -d /etc/masakari ] || own=yes
            mkdir -p /etc/masakari
            mount -t tmpfs none /etc/masakari
            pids=
            trap 'set +e; [ -z "$pids" ] || kill $pids; wait; umount /etc/masakari; [ $own = no ] || rmdir /etc/masakari' EXIT
            trap 'exit 0' TERM
            PATH={folder.FullName}:$PATH

            cd {TestContext.CurrentContext.TestDirectory}
            cp etc/masakari/api-paste.ini /etc/masakari/
            cp doc/source/_static/masakari.conf.sample /etc/masakari/masakari.conf
            cp doc/source/_static/masakari.policy.yaml.sample /etc/masakari/policy.yaml
            cat {In("edits")} >> /etc/masakari/masakari.conf
            cd /
            {beforeStart}
            masakari-manage db sync > {In("sync.log")}
            masakari-status upgrade check > {In("status.log")}
            {first} > {In(first + ".log")} 2>&1 & pids=$!
            {second} > {In(second + ".log")} 2>&1 & pids="$pids $!"
            touch {In("started")}
            while :; do masakari-manage status > {In("new")} 2>&1 || true; mv {In("new")} {In("ha.log")}; sleep 0.2; done
            """.ReplaceLineEndings("\n"));
        var start = new ProcessStartInfo("unshare", ["--mount", "sh", In("guide.sh")]);
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { } dotnet)
            start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(dotnet);
        shell = Process.Start(start)!;
        await Poll.UntilAsync(
            "end of the guide", () => Task.FromResult(File.Exists(In("started"))), started => started || HasEnded(), Interval, Limit);
        Assert.That(File.Exists(In("started")), Is.True, $"The guide stopped before its end.\n{Read("sync.log")}{Read("status.log")}");
    }

    /// <summary>Waits until a file of output says something.</summary>
    /// <param name="file">sync.log, status.log, ha.log (the answer of `masakari-manage status`), or the log of a program.</param>
    /// <param name="pattern">A regular expression.</param>
    public Task<string> UntilSaysAsync(string file, string pattern) => Poll.UntilAsync(
        $"'{pattern}' in {file}", () => Task.FromResult(Read(file)),
        text => System.Text.RegularExpressions.Regex.IsMatch(text, pattern), Interval, Limit);

    public string Read(string file) => File.Exists(In(file)) ? File.ReadAllText(In(file)) : "";

    public async ValueTask DisposeAsync()
    {
        if (shell is { HasExited: false })
        {
            await Tool.RunAsync("kill", ["-TERM", $"{shell.Id}"], new Dictionary<string, string>(), "", Limit);
            await shell.WaitForExitAsync();
        }

        shell?.Dispose();
        await cloud.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(100);

    private string In(string file) => Path.Combine(folder.FullName, file);

    private bool HasEnded() => shell!.HasExited;

    /// <summary>What the guide sets in the copied sample; the addresses are those of this machine.</summary>
    private string Edits(string database) => $"""

        [DEFAULT]
        transport_url = rabbit://stackrabbit:admin@127.0.0.1:5672/
        graceful_shutdown_timeout = 5
        os_privileged_user_tenant = service
        os_privileged_user_password = secret
        os_privileged_user_auth_url = {Cloud}identity
        os_privileged_user_name = masakari
        use_syslog = False
        debug = True
        masakari_api_workers = 2
        masakari_api_listen = 127.0.0.1
        masakari_api_listen_port = {Root.Port}

        [wsgi]
        api_paste_config = /etc/masakari/api-paste.ini

        [database]
        connection = {database}

        [keystone_authtoken]
        memcached_servers = localhost:11211
        project_domain_name = Default
        project_name = service
        user_domain_name = Default
        password = secret
        username = masakari
        auth_url = {Cloud}identity
        auth_type = password

        [taskflow]
        connection = {database}

        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
