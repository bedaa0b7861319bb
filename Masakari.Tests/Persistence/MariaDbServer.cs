using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Masakari.Core.Persistence;

namespace Masakari.Tests.Persistence;

/// <summary>
/// A MariaDB server of the tests: data in a temporary folder, a free port on loopback, ended together with the test process.
/// </summary>
internal sealed class MariaDbServer(IReadOnlyList<string> more) : IAsyncDisposable
{
    private const string User = "masakari", Password = "p@ss:w/d";
    private static readonly string[] Binaries = ["/usr/sbin/mariadbd", "/usr/local/sbin/mariadbd", "/usr/bin/mariadbd"];
    private static Task<MariaDbServer>? shared;

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-mariadb-").FullName;
    private Process? process;

    /// <summary>On loopback.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Where root, without a password, reaches the server.</summary>
    public string Socket => $"{folder}/s";

    /// <summary>Whether the server can be started on this machine.</summary>
    public static bool IsInstalled => Array.Exists(Binaries, File.Exists);

    /// <summary>The server that all fixtures share; the first fixture starts it, <see cref="StopSharedAsync"/> stops it.</summary>
    public static Task<MariaDbServer> SharedAsync()
    {
        SkipIfMissing();
        return LazyInitializer.EnsureInitialized(ref shared, () => StartAsync());
    }

    public static async Task StopSharedAsync()
    {
        if (shared is not null)
            await (await shared).DisposeAsync();
    }

    /// <summary>Skips the running test, or fails it where the environment requires MariaDB.</summary>
    public static void SkipIfMissing()
    {
        if (IsInstalled)
            return;
        if (Environment.GetEnvironmentVariable("MASAKARI_REQUIRE_MARIADB") == "1")
            Assert.Fail("MASAKARI_REQUIRE_MARIADB=1, but mariadbd is not installed (Debian: mariadb-server).");
        Assert.Ignore("mariadbd is not installed (Debian: mariadb-server): not run on MariaDB.");
    }

    /// <summary>A server for the caller alone.</summary>
    /// <param name="more">Further arguments of mariadbd.</param>
    public static async Task<MariaDbServer> StartAsync(params string[] more)
    {
        var server = new MariaDbServer(more);
        await server.InstallAsync();
        await server.RunAsync();
        return server;
    }

    /// <summary>A new, empty database with the character set of the installation guides.</summary>
    public async Task<DatabaseUrl> CreateDatabaseAsync()
    {
        var name = $"m{Guid.NewGuid():n}";
        await ExecuteAsync($"CREATE DATABASE {name} CHARACTER SET utf8mb3");
        return Url(name);
    }

    public DatabaseUrl Url(string database) => DatabaseUrl.Parse(UrlText(database));

    /// <summary>The URL as a configuration file has it.</summary>
    public string UrlText(string database) =>
        $"mysql+pymysql://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/{database}?charset=utf8";

    /// <summary>Runs SQL as the administrator, through the client program.</summary>
    public async Task<string> ExecuteAsync(string sql) =>
        await RunToolAsync("mariadb", "--no-defaults", $"--socket={folder}/s", "--user=root", "--skip-column-names", $"--execute={sql}");

    /// <summary>How many statements the server has run so far.</summary>
    public async Task<long> QuestionsAsync() => long.Parse(
        (await ExecuteAsync("SHOW GLOBAL STATUS LIKE 'Questions'")).Split('\t')[1], CultureInfo.InvariantCulture);

    /// <summary>Kills the server, as a crash would.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Starts the server (again) on the same data and port, and waits until it answers.</summary>
    public async Task RunAsync()
    {
        await File.WriteAllTextAsync($"{folder}/log.err", "");
        process = Process.Start(new ProcessStartInfo(Array.Find(Binaries, File.Exists)!,
        [
            "--no-defaults", $"--datadir={folder}/data", $"--socket={folder}/s", $"--port={Port}", "--bind-address=127.0.0.1",
            $"--pid-file={folder}/pid",
            $"--user={Environment.UserName}", "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--sync-binlog=0",
            "--skip-log-bin", $"--log-error={folder}/log.err", $"--init-file={folder}/init.sql", "--max-connections=400",
            .. more,
        ]))!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await File.ReadAllTextAsync($"{folder}/log.err", limit.Token)).Contains("ready for connections", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task InstallAsync()
    {
        await File.WriteAllTextAsync($"{folder}/init.sql",
            $"CREATE USER IF NOT EXISTS {User}@'%' IDENTIFIED BY '{Password}';\nGRANT ALL ON *.* TO {User}@'%';\n");
        await RunToolAsync("mariadb-install-db", "--no-defaults", $"--datadir={folder}/data", "--auth-root-authentication-method=normal", "--skip-test-db",
            $"--user={Environment.UserName}");
    }

    private static async Task<string> RunToolAsync(string tool, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = run.StandardError.ReadToEndAsync();
        var output = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return run.ExitCode == 0 ? output : throw new InvalidOperationException($"{tool}: {await errors}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
