using System.Text.Json;
using Masakari.Host.Cli;
using Microsoft.Data.Sqlite;

namespace Masakari.Tests.Cli;

public sealed class ManageStatusVerbTests
{
    private const string Uuid = "7f1d5e6c-2f9b-4d0e-9a3a-0c6f6f0f8a11";

    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();
    private DirectoryInfo folder = null!;

    private string ConfFile => Path.Combine(folder.FullName, "masakari.conf");

    private string DatabaseFile => Path.Combine(folder.FullName, "masakari.sqlite");

    [SetUp]
    public async Task BeginAsync()
    {
        folder = Directory.CreateTempSubdirectory("masakari-status-");
        await File.WriteAllTextAsync(ConfFile, $"""
            [DEFAULT]
            debug = maybe
            log_dir = {folder.FullName}
            [database]
            connection = sqlite:///{DatabaseFile}
            """);
        await ManageAsync("db", "sync");
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
    }

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [Test]
    public async Task Without_a_living_controller_ha_is_off()
    {
        var code = await ManageAsync("status");

        Assert.That((code, output.ToString()), Is.EqualTo((1, """
            HA is off: no controller with a recovery engine is alive

            Controllers: none

            Pause: none

            Recoveries: none

            Held: none

            Locked instances of recoveries that are over: none


            """)), errors.ToString());
    }

    [Test]
    public async Task Shows_controllers_and_recoveries_in_columns()
    {
        await AddAsync();

        var code = await ManageAsync("status");

        Assert.That(code, Is.Zero, output.ToString());
        Assert.That(output.ToString(), Does.StartWith("HA is on\n\nControllers:\n"));
        Assert.That(output.ToString(), Does.Match(
            "(?m)^  CONTROLLER   VERSION  STATE  LAST SEEN  RUNNING SINCE         RECOVERIES  LEASE$\n"
            + "^  ctl1 \\(4711\\)  0\\.1\\.0    alive  [0-9]+ s ago *  2026-01-01 00:00:00Z  0           -$"));
        Assert.That(output.ToString(), Does.Match(
            $"(?m)^  {Uuid}  COMPUTE_HOST  {Uuid}  error   2026-01-01 00:00:00Z  2       2026-01-01 00:05:00Z  -           two lines$"));
    }

    [TestCase("table", "  0 s ago  ")]
    [TestCase("json", "\"seen_seconds_ago\": 0,")]
    public async Task A_controller_is_never_seen_in_the_future(string format, string expected)
    {
        await AddAsync(seen: "+1 hour");

        await ManageAsync("status", "-f", format);

        Assert.That(output.ToString(), Does.Contain(expected));
    }

    [Test]
    public async Task Prints_json()
    {
        await AddAsync();

        var code = await ManageAsync("status", "-f", "json");

        using var json = JsonDocument.Parse(output.ToString());
        Assert.That((code, json.RootElement.GetProperty("ha").GetString()), Is.EqualTo((0, "on")));
        Assert.That(json.RootElement.GetProperty("controllers")[0].GetProperty("is_alive").GetBoolean(), Is.True);
        Assert.That(json.RootElement.GetProperty("recoveries")[0].GetProperty("next_attempt").GetDateTimeOffset(),
            Is.EqualTo(new DateTimeOffset(2026, 1, 1, 0, 5, 0, TimeSpan.Zero)));
        string[] lists = ["held", "forgotten_locks"];
        Assert.That(lists.Select(name => json.RootElement.GetProperty(name).GetArrayLength()), Is.All.Zero);
    }

    [Test]
    public async Task A_pause_switches_ha_off()
    {
        await AddAsync();
        await ManageAsync("pause", "--reason", "storage is being moved");
        output.GetStringBuilder().Clear();

        var code = await ManageAsync("status");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output.ToString(), Does.Match("^HA is off: paused by .*@.*: storage is being moved\n").And.Match("(?m)^Pause: by .*: storage"));
    }

    [Test]
    public async Task Another_format_is_wrong_usage()
    {
        var code = await ManageAsync("status", "-f", "xml");

        Assert.That((code, errors.ToString()), Is.EqualTo(
            (2, "masakari: --format must be one of table, json, not 'xml'; see masakari manage status --help\n")));
    }

    [Test]
    public async Task A_mistake_in_the_database_section_is_wrong_configuration()
    {
        await File.AppendAllTextAsync(ConfFile, "\n[database]\nmax_pool_size = many\n");

        Assert.That(await ManageAsync("status"), Is.EqualTo(2));
    }

    /// <summary>A living controller, and a notification in error.</summary>
    private async Task AddAsync(string seen = "+0 seconds")
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        await using var insert = connection.CreateCommand();
        insert.CommandText = $$"""
            INSERT INTO controllers (owner, version, sweep_seconds, started_at, seen_at)
            VALUES ('ctl1|boot|ns|4711|1', '0.1.0', 5, '2026-01-01 00:00:00', strftime('%Y-%m-%d %H:%M:%f000', 'now', '{{seen}}'));
            INSERT INTO notifications
                (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status, message)
            VALUES ('2026-01-01 00:00:00', 0, '{{Uuid}}', '2026-01-01 00:00:00', '{{Uuid}}', 'COMPUTE_HOST', '{}', 'error', 'two' || char(10) || 'lines');
            INSERT INTO recovery_work (notification_uuid, attempts, due_at) VALUES ('{{Uuid}}', 2, '2026-01-01 00:05:00.000000');
            """;
        await insert.ExecuteNonQueryAsync();
    }

    private Task<int> ManageAsync(params string[] arguments) =>
        CommandLine.RunAsync(["--config-file", ConfFile, "manage", .. arguments], output, errors);
}
