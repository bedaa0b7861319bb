using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Masakari.Tests.Persistence;

/// <summary>Two MariaDB servers of the tests in one Galera cluster on loopback; both accept writes.</summary>
internal sealed class GaleraCluster : IAsyncDisposable
{
    private const string Provider = "/usr/lib/galera/libgalera_smm.so", Password = "secret";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2), Interval = TimeSpan.FromMilliseconds(200);

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-galera-").FullName;
    private readonly Node[] nodes = [new(1), new(2)];

    /// <summary>Skips the running test when Galera is not installed.</summary>
    public static void SkipIfMissing()
    {
        MariaDbServer.SkipIfMissing();
        if (!File.Exists(Provider) || !File.Exists("/usr/bin/rsync")) Assert.Fail("Galera is not installed (Debian: galera-4, rsync).");
    }

    /// <summary>Both nodes are up and in sync.</summary>
    public static async Task<GaleraCluster> StartAsync()
    {
        var cluster = new GaleraCluster();
        try
        {
            await cluster.BringUpAsync();
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
        return cluster;
    }

    /// <summary>A new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"m{Guid.NewGuid():n}";
        await ExecuteAsync(nodes[0], $"CREATE DATABASE {name} CHARACTER SET utf8mb3");
        return name;
    }

    /// <summary>The URL of a database through one of the nodes, 0 or 1.</summary>
    public string Url(int node, string database) =>
        $"mysql+pymysql://masakari:{Password}@127.0.0.1:{nodes[node].Port}/{database}?charset=utf8";

    public async ValueTask DisposeAsync()
    {
        foreach (var process in nodes.Select(node => node.Process).OfType<Process>())
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// As root, mariadbd runs as user mysql: rsync would drop root's rights for the state transfer and then fail to read the folders.
    /// </summary>
    private static string User => Environment.UserName == "root" ? "mysql" : Environment.UserName;

    private async Task BringUpAsync()
    {
        await RunAsync("chmod", "755", folder);
        foreach (var node in nodes)
        {
            Directory.CreateDirectory($"{folder}/{node.Number}");
            await RunAsync("chown", User, $"{folder}/{node.Number}");
            await RunAsync(
                "mariadb-install-db", "--no-defaults", $"--datadir={folder}/{node.Number}/data",
                "--auth-root-authentication-method=normal", "--skip-test-db", $"--user={User}");
        }
        await StartAsync(nodes[0], "gcomm://", "--wsrep-new-cluster");
        await StartAsync(nodes[1], $"gcomm://127.0.0.1:{nodes[0].GroupPort}");
        await ExecuteAsync(nodes[0], $"CREATE USER masakari@'%' IDENTIFIED BY '{Password}'; GRANT ALL ON *.* TO masakari@'%'");
    }

    private async Task StartAsync(Node node, string cluster, params string[] more)
    {
        var at = $"{folder}/{node.Number}";
        node.Process = Process.Start(new ProcessStartInfo("/usr/sbin/mariadbd",
        [
            "--no-defaults", $"--datadir={at}/data", $"--socket={at}/s", $"--port={node.Port}", "--bind-address=127.0.0.1",
            $"--pid-file={at}/pid",
            $"--user={User}", "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M",
            $"--log-error={at}/log.err",
            "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2", "--max-connections=200", "--wsrep-on=ON", $"--wsrep-provider={Provider}",
            "--wsrep-cluster-name=masakari", $"--wsrep-node-name=n{node.Number}", "--wsrep-node-address=127.0.0.1",
            "--wsrep-sst-method=rsync",
            $"--wsrep-sst-receive-address=127.0.0.1:{node.TransferPort}", $"--wsrep-cluster-address={cluster}",
            $"--wsrep-provider-options=base_port={node.GroupPort};gmcast.listen_addr=tcp://127.0.0.1:{node.GroupPort};"
                + $"ist.recv_addr=127.0.0.1:{node.IncrementPort};gcache.size=16M",
            .. more,
        ]));
        var began = TimeProvider.System.GetTimestamp();
        while (!await IsInSyncAsync(node))
        {
            if (node.Process!.HasExited || TimeProvider.System.GetElapsedTime(began) > Limit)
                throw new InvalidOperationException(
                    $"Galera node {node.Number} did not come up:\n{await File.ReadAllTextAsync($"{at}/log.err")}");
            await Task.Delay(Interval, TimeProvider.System, default);
        }
    }

    private async Task<bool> IsInSyncAsync(Node node)
    {
        try
        {
            return (await ExecuteAsync(node, "SHOW STATUS LIKE 'wsrep_local_state_comment'")).Contains("Synced", StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;   // not up yet
        }
    }

    private Task<string> ExecuteAsync(Node node, string sql) =>
        RunAsync(
            "mariadb", "--no-defaults", $"--socket={folder}/{node.Number}/s", "--user=root", "--skip-column-names", $"--execute={sql}");

    private static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        using var run = Process.Start(
            new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = run.StandardError.ReadToEndAsync();
        var output = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return run.ExitCode == 0 ? output : throw new InvalidOperationException($"{tool}: {await errors}");
    }

    private sealed class Node(int number)
    {
        public int Number => number;
        public int Port { get; } = FreePort();
        public int GroupPort { get; } = FreePort();
        public int TransferPort { get; } = FreePort();
        public int IncrementPort { get; } = FreePort();
        public Process? Process { get; set; }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
