using Dapper;
using Masakari.Core.Configuration;
using Masakari.Core.Persistence;
using Masakari.Host.Cli;
using Masakari.Tests.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Cli;

/// <summary><c>masakari manage takeover</c> and <c>release</c> on a database with one recovery that the original left running.</summary>
public sealed class ManageTakeoverVerbTests
{
    private const string Held = "a0c65540-51b9-4d1e-a856-1444e13c6c61";

    private const string Braked = "b1c65540-51b9-4d1e-a856-1444e13c6c62";

    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();
    private DirectoryInfo folder = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        folder = Directory.CreateTempSubdirectory("masakari-takeover-");
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
        await File.WriteAllTextAsync(ConfFile, LocalConf.In(folder.FullName, $"log_dir = {folder.FullName}"));
        await WithDatabaseAsync("""
            INSERT INTO notifications (created_at, updated_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES ('2026-11-22 08:00:00', '2026-11-22 08:00:05', 0, 'a0c65540-51b9-4d1e-a856-1444e13c6c61', '2026-11-22 08:00:00', '7bba4d0c-4b6a-4ff4-a861-7bb223483d38',
                    'COMPUTE_HOST', '{}', 'running')
            """);
    }

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [Test]
    public async Task Shows_what_it_releases()
    {
        var code = await Verb(answers: null).TakeOverAsync(sure: true, "engines are off", default);
        var again = await Verb(answers: null).TakeOverAsync(sure: true, reason: null, default);

        Assert.That((code, again), Is.EqualTo((0, 0)), errors.ToString());
        Assert.That(output.ToString(), Does.Match(
            $@"\| {Held} \| COMPUTE_HOST \| 7bba4d0c-4b6a-4ff4-a861-7bb223483d38 \| 2026-11-22 08:00:05Z \| 0 +\| 0 +\|[^|]*Released: 1\.[^|]*Nothing is held"));
        Assert.That(await ReleasesAsync(), Is.EqualTo(["alice@ctl1: engines are off"]));
    }

    [TestCase("y", 0, 1)]
    [TestCase("YES ", 0, 1)]
    [TestCase("n", 1, 0)]
    [TestCase("", 1, 0)]
    public async Task Asks_first(string answer, int expected, int released)
    {
        using var answers = new StringReader(answer);

        var code = await Verb(answers).TakeOverAsync(sure: false, reason: null, default);

        Assert.That(code, Is.EqualTo(expected));
        Assert.That(await ReleasesAsync(), Has.Count.EqualTo(released));
        Assert.That(output.ToString(), Does.Contain("Are all masakari-engine processes of the Python original stopped, on every controller? [y/N]"));
    }

    [Test]
    public async Task Wants_the_word_given_where_nobody_can_be_asked()
    {
        var code = await Verb(answers: null).TakeOverAsync(sure: false, reason: null, default);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.StartWith("masakari: takeover needs --yes"));
        Assert.That(await ReleasesAsync(), Is.Empty);
    }

    [Test]
    public async Task Releases_one()
    {
        var released = await ManageAsync("release", Held, "--reason", "seen to be dead");
        var again = await ManageAsync("release", Held);
        var malformed = await ManageAsync("release", "vm1");

        Assert.That((released, again, malformed), Is.EqualTo((0, 1, 2)));
        Assert.That(errors.ToString(), Does.StartWith($"masakari: Notification {Held} is running and not held."));
        Assert.That(await ReleasesAsync(), Has.One.Match("^.+@.+: seen to be dead$"));
    }

    [Test]
    public async Task Releases_all_that_is_held_for_whichever_reason()
    {
        await WithDatabaseAsync($"""
            INSERT INTO notifications
                (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status, message)
            VALUES ('2026-11-22 08:00:00', 0, '{Braked}', '2026-11-22 08:00:00', 'c1', 'COMPUTE_HOST', '{"{}"}', 'new', 'Held: …'),
                   ('2026-11-22 08:00:00', 0, '{Guid.NewGuid()}', '2026-11-22 08:00:00', 'c2', 'COMPUTE_HOST', '{"{}"}', 'new', NULL);
            INSERT INTO held_notifications (notification_uuid, held_at) VALUES ('{Braked}', '2026-11-22 08:00:00')
            """);

        var code = await ManageAsync("release", "--all", "--reason", "the rack is off");
        var again = await ManageAsync("release", "--all");

        Assert.That((code, again), Is.EqualTo((0, 0)), errors.ToString());
        Assert.That(output.ToString(), Does.Match(
            $@"^Notification {Held} \(host .+\) is released\.\nNotification {Braked} \(host c1\) is released\.\n"
            + @"Released: 2\..+\nNothing is held\.\n$"));
        Assert.That(await ReleasesAsync(), Has.Exactly(2).Matches("^.+@.+: the rack is off$"));
    }

    [Test]
    public async Task Takeover_does_not_release_what_a_mass_failure_holds()
    {
        await WithDatabaseAsync($"""
            DELETE FROM notifications;
            INSERT INTO notifications
                (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status, message)
            VALUES ('2026-11-22 08:00:00', 0, '{Braked}', '2026-11-22 08:00:00', '7bba4d0c-4b6a-4ff4-a861-7bb223483d38', 'COMPUTE_HOST',
                    '{"{}"}', 'new', 'Held: …');
            INSERT INTO held_notifications (notification_uuid, held_at) VALUES ('{Braked}', '2026-11-22 08:00:00')
            """);

        var takeover = await Verb(answers: null).TakeOverAsync(sure: true, reason: null, default);
        var releasedByTakeover = await ReleasesAsync();
        var release = await ManageAsync("release", Braked);

        Assert.That((takeover, release), Is.EqualTo((0, 0)), errors.ToString());
        Assert.That(output.ToString(), Does.StartWith("Nothing is held: no recovery of the Python original was left running."));
        Assert.That(releasedByTakeover, Is.Empty);
        Assert.That(await ReleasesAsync(), Has.Count.EqualTo(1));
    }

    [TestCase]
    [TestCase(Held, "--all")]
    public async Task Release_needs_either_one_or_all(params string[] arguments)
    {
        var code = await ManageAsync(["release", .. arguments]);

        Assert.That((code, errors.ToString()), Is.EqualTo((2, "masakari: release needs the UUID of a notification, or --all\n")));
        Assert.That(await ReleasesAsync(), Is.Empty);
    }

    private string ConfFile => Path.Combine(folder.FullName, "masakari.conf");

    private ManageTakeoverVerb Verb(TextReader? answers) => new(
        new ConfSources { Project = "masakari", Arguments = [new ConfArgument(ConfFile)] }, output, errors, answers, "alice@ctl1");

    private Task<int> ManageAsync(params string[] arguments) => CommandLine.RunAsync(["--config-file", ConfFile, "manage", .. arguments], output, errors);

    private Task<IReadOnlyList<string>> ReleasesAsync() => WithDatabaseAsync("SELECT 1");

    /// <summary>Runs the SQL; returns the releases: by whom and why.</summary>
    private async Task<IReadOnlyList<string>> WithDatabaseAsync(string sql)
    {
        var options = new DatabaseOptions { Url = DatabaseUrl.Parse($"sqlite:///{folder.FullName}/masakari.sqlite") };
        await using var database = new Database(options, TimeProvider.System, NullLogger<Database>.Instance);
        await new Migrator(database, options, TimeProvider.System, NullLogger<Migrator>.Instance).SyncAsync(default);
        await using var connection = await database.OpenAsync(default);
        await connection.ExecuteAsync(sql);
        return [.. await connection.QueryAsync<string>("SELECT by_whom || COALESCE(': ' || reason, '') FROM engine_releases")];
    }
}
