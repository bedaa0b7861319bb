using Masakari.Core.Persistence;
using Masakari.Host.Cli;
using Masakari.Tests.Configuration;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Cli;

/// <summary><c>masakari manage</c> on a database that is away, missing or empty.</summary>
public sealed class ManageDatabaseTroubleTests
{
    private const string Uuid = "7f1d5e6c-2f9b-4d0e-9a3a-0c6f6f0f8a11";

    private static readonly string[][] OnTables =
    [
        ["status"], ["pause"], ["resume"], ["abort", Uuid], ["confirm-down", "c1"], ["reload"], ["takeover"], ["release", Uuid],
        ["release", "--all"], ["db", "purge"],
    ];

    private static readonly string[][] All = [.. OnTables, ["db", "version"], ["db", "sync"]];

    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter errors = new() { NewLine = "\n" };
    private DirectoryInfo folder = null!;

    private string DatabaseFile => Path.Combine(folder.FullName, "masakari.sqlite");

    private string Sqlite => $"sqlite:///{DatabaseFile}";

    [SetUp]
    public void Begin()
    {
        folder = Directory.CreateTempSubdirectory("masakari-trouble-");
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
    }

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [TestCaseSource(nameof(All)), CancelAfter(60_000)]
    public async Task Tries_a_server_that_does_not_listen_once_and_names_it(params string[] arguments)
    {
        var code = await ManageAsync("mysql+pymysql://masakari:topsecret@127.0.0.1:1/masakari", arguments);

        Assert.That((code, output.ToString()), Is.EqualTo((1, "")));
        Assert.That(errors.ToString(), Does.Match("^masakari: mysql://127\\.0\\.0\\.1:1/masakari cannot be opened: [^\n]+\\. "
            + "Check \\[database\\] connection, and that the database server runs\\.\n$").And.Not.Contain("topsecret"));
    }

    [TestCaseSource(nameof(OnTables))]
    public async Task Does_not_create_a_missing_file(params string[] arguments)
    {
        var code = await ManageAsync(Sqlite, arguments);

        Assert.That((code, output.ToString(), errors.ToString()), Is.EqualTo((1, "",
            $"masakari: the file {DatabaseFile} does not exist. Start the service, or run `masakari manage db sync` once.\n")));
        Assert.That(folder.GetFiles().Select(file => file.Name), Is.EqualTo(new[] { "masakari.conf" }));
    }

    [TestCaseSource(nameof(OnTables))]
    public async Task Does_not_create_tables(params string[] arguments)
    {
        await File.WriteAllBytesAsync(DatabaseFile, []);

        var code = await ManageAsync(Sqlite, arguments);

        Assert.That((code, output.ToString(), errors.ToString()), Is.EqualTo((1, "",
            $"masakari: {Sqlite} has no tables of Masakari. Start the service, or run `masakari manage db sync` once.\n")));
        Assert.That(new FileInfo(DatabaseFile).Length, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Shows_that_a_database_without_tables_has_no_version(bool exists)
    {
        if (exists) await File.WriteAllBytesAsync(DatabaseFile, []);

        Assert.That((await ManageAsync(Sqlite, "db", "version"), output.ToString()), Is.EqualTo((0, "None\n")), errors.ToString());
        Assert.That(File.Exists(DatabaseFile), Is.EqualTo(exists));
    }

    [Test]
    public async Task Asks_for_a_db_sync_of_a_mariadb_that_has_no_tables()
    {
        var url = await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync();

        var code = await ManageAsync(Written(url), "status");

        Assert.That((code, errors.ToString()), Is.EqualTo((1,
            $"masakari: {url} has no tables of Masakari. Run `masakari manage db sync` once.\n")));
    }

    [Test]
    public async Task Says_that_a_file_is_no_database()
    {
        await File.WriteAllTextAsync(DatabaseFile, new string('x', 5000));

        Assert.That(await ManageAsync(Sqlite, "status"), Is.EqualTo(1));
        Assert.That(errors.ToString(), Does.StartWith($"masakari: {Sqlite} cannot be ").And.Contain("file is not a database"));
    }

    private static string Written(DatabaseUrl url) =>
        $"mysql+pymysql://{url.User}:{Uri.EscapeDataString(url.Password)}@{url.Host}:{url.Port}/{url.Database}";

    private async Task<int> ManageAsync(string connection, params string[] arguments)
    {
        var file = Path.Combine(folder.FullName, "masakari.conf");
        await File.WriteAllTextAsync(file, LocalConf.Text(connection));
        return await CommandLine.RunAsync(["--config-file", file, "manage", .. arguments], output, errors);
    }
}
