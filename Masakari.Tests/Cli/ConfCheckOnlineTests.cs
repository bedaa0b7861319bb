using Masakari.Core.Persistence;
using Masakari.Host.Cli;
using Masakari.Host.Sandbox;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Cli;

/// <summary><c>masakari conf check --online</c> against the simulated cloud over HTTP.</summary>
public sealed class ConfCheckOnlineTests
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter errors = new() { NewLine = "\n" };
    private DirectoryInfo folder = null!;
    private SimulatedCloud cloud = null!;
    private SimulatedCloudServer server = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        folder = Directory.CreateTempSubdirectory("masakari-online-");
        cloud = new SimulatedCloud(TimeProvider.System, new SimulatedCloudOptions());
        cloud.AddHost("compute-1");
        cloud.InstanceHaUrl = "http://masakari/v1";
        server = await SimulatedCloudServer.StartAsync(cloud, port: 0, CancellationToken.None);
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
    }

    [TearDown]
    public async Task EndAsync()
    {
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task Says_that_everything_answers()
    {
        await SyncAsync(DatabaseUrl.Parse(Sqlite));

        var code = await CheckAsync(Text());

        Assert.That((code, output.ToString()), Is.EqualTo((0, $"""
            The files have no mistakes. Connecting:
            OK      [database]: sqlite:///{folder.FullName}/masakari.sqlite is at revision 13adff5efb9a and up to date.
            OK      [keystone_authtoken]: masakari has logged in at {Keystone}.
            OK      [DEFAULT] os_privileged_user_*: masakari has logged in at {Keystone}.
            OK      catalogue: the public endpoint of compute is {server.BaseUrl}compute/v2.1.
            OK      Nova: masakari may list the compute services: 1 found.
            note    catalogue: the public endpoint of instance-ha is http://masakari/v1.

            """)), errors.ToString());
    }

    [Test]
    public async Task Names_both_accounts_that_cannot_log_in_and_shows_no_password()
    {
        var code = await CheckAsync(Text().Replace("= secret", "= topsecret", StringComparison.Ordinal));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output.ToString(), Does.Contain(
            "failed  [keystone_authtoken]: Keystone: log in as masakari: 401 ")
                .And.Contain("Check username, password, project_name and the domains in [keystone_authtoken]."));
        Assert.That(output.ToString(), Does.Contain("failed  [DEFAULT] os_privileged_user_*: Keystone: log in as masakari: 401 ")
            .And.Not.Contain("topsecret"));
        Assert.That(output.ToString(), Does.Not.Contain("OK      catalogue").And.Not.Contain("OK      Nova"));
    }

    [Test]
    public async Task Names_the_role_that_the_privileged_account_lacks()
    {
        var code = await CheckAsync(Text().Replace(
            "os_privileged_user_name = masakari", "os_privileged_user_name = nova", StringComparison.Ordinal));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output.ToString(), Does.Contain("failed  Nova: Nova: list compute services: 403 ").And.Contain(
            "Give nova the role admin: openstack role add --user nova --project service admin"));
    }

    [TestCase("os_region_name = Nowhere", "failed  catalogue: there is no public endpoint of type compute, name nova, region Nowhere. "
        + "Check nova_catalog_admin_info and os_region_name.")]
    [TestCase("nova_catalog_admin_info = compute:nova2:internalURL",
        "failed  catalogue: there is no internal endpoint of type compute, name nova2, any region.")]
    public async Task Names_an_endpoint_that_the_catalogue_does_not_have(string line, string message)
    {
        var code = await CheckAsync(Text(line));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output.ToString(), Does.Contain(message));
    }

    [Test]
    public async Task Says_where_nobody_listens()
    {
        var code = await CheckAsync(Text().Replace(Keystone, "http://127.0.0.1:9/identity", StringComparison.Ordinal));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output.ToString(), Does.Contain("failed  [keystone_authtoken]: Keystone: ").And.Contain(
            "Check auth_url in [keystone_authtoken], and that Keystone runs at http://127.0.0.1:9/identity."));
    }

    [Test]
    public async Task Does_not_create_a_database_of_sqlite()
    {
        var code = await CheckAsync(Text());

        Assert.That(code, Is.Zero, output.ToString());
        Assert.That(output.ToString(), Does.Contain(
            $"note    [database]: the file {folder.FullName}/masakari.sqlite does not exist yet; the service creates it at startup."));
        Assert.That(File.Exists(Path.Combine(folder.FullName, "masakari.sqlite")), Is.False);
    }

    [Test]
    public async Task Is_not_for_the_configuration_of_the_monitors()
    {
        var code = await CommandLine.RunAsync(["conf", "check", "--monitors", "--online"], output, errors);

        Assert.That((code, output.ToString(), errors.ToString()), Is.EqualTo((2, "",
            "masakari: --online checks the configuration of the service alone: give --online or --monitors, not both; "
            + "see masakari conf check --help\n")));
    }

    [Test]
    public async Task Asks_nobody_when_noauth2_needs_no_account()
    {
        var code = await CheckAsync(Text("auth_strategy = noauth2")[..Text("auth_strategy = noauth2").IndexOf(
            "[keystone_authtoken]", StringComparison.Ordinal)]);

        Assert.That(code, Is.Zero, output.ToString() + errors);
        Assert.That(output.ToString(), Does.Contain("note    [keystone_authtoken]: auth_strategy is noauth2, so no account is needed."));
    }

    [Test]
    public async Task Asks_nobody_when_the_configuration_has_mistakes()
    {
        var code = await CheckAsync(Text("debug = maybe"));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output.ToString(), Does.Contain("debug: 'maybe' is not true or false").And.Not.Contain("OK").And.Not.Contain("failed"));
        Assert.That(cloud.Calls, Is.Empty);
    }

    [Test]
    public async Task Asks_for_a_db_sync_of_a_mariadb_that_has_no_tables()
    {
        var url = await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync();

        var before = await CheckAsync(Text(database: Written(url)));
        await SyncAsync(url);
        var after = await CheckAsync(Text(database: Written(url)));

        Assert.That((before, after), Is.EqualTo((1, 0)), output.ToString() + errors);
        Assert.That(output.ToString(), Does.Contain(
            $"failed  [database]: {url} has no tables of Masakari. Run `masakari manage db sync` once.")
            .And.Contain($"OK      [database]: {url} is at revision 13adff5efb9a and up to date.").And.Not.Contain(url.Password));
    }

    [Test]
    public async Task Says_why_a_mariadb_cannot_be_opened()
    {
        var url = await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync();

        var code = await CheckAsync(Text(database: Written(url with { Password = "topsecret" })));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output.ToString(), Does.Contain($"failed  [database]: {url} cannot be opened: Access denied for user ")
            .And.Not.Contain("topsecret"));
    }

    private string Keystone => $"{server.BaseUrl}identity";

    private string Sqlite => $"sqlite:///{folder.FullName}/masakari.sqlite";

    private static string Written(DatabaseUrl url) =>
        $"mysql+pymysql://{url.User}:{Uri.EscapeDataString(url.Password)}@{url.Host}:{url.Port}/{url.Database}";

    private static async Task SyncAsync(DatabaseUrl url)
    {
        var options = new DatabaseOptions { Url = url };
        await using var database = new Database(options, TimeProvider.System, NullLogger<Database>.Instance);
        await new Migrator(database, options, TimeProvider.System, NullLogger<Migrator>.Instance).SyncAsync(CancellationToken.None);
    }

    private async Task<int> CheckAsync(string conf)
    {
        var file = Path.Combine(folder.FullName, "masakari.conf");
        await File.WriteAllTextAsync(file, conf);
        return await CommandLine.RunAsync(["--config-file", file, "conf", "check", "--online"], output, errors);
    }

    private string Text(string line = "", string? database = null) => $"""
        [DEFAULT]
        masakari_api_listen = 127.0.0.1
        log_dir = {folder.FullName}
        os_privileged_user_auth_url = {Keystone}
        os_privileged_user_name = masakari
        os_privileged_user_password = secret
        os_privileged_user_tenant = service
        {line}

        [database]
        connection = {database ?? Sqlite}

        [keystone_authtoken]
        auth_url = {Keystone}
        username = masakari
        password = secret
        project_name = service
        user_domain_name = Default
        project_domain_name = Default

        """;
}
