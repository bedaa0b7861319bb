namespace Masakari.Tests.Cli.Client;

/// <summary>Secrets that are planted where secrets stand appear nowhere else.</summary>
public sealed class SecretTests
{
    private const string Planted = "pl4nted-s3cret";

    private ServedCloud cloud = null!;

    [OneTimeSetUp]
    public async Task Start() => cloud = await ServedCloud.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await cloud.DisposeAsync();

    [SetUp]
    public void Begin()
    {
        cloud.LogInAs("admin");
        foreach (var file in cloud.Folder.GetFiles()) file.Delete();
    }

    [Test]
    public async Task Debug_shows_the_exchange_without_password_and_token()
    {
        var printed = await cloud.RunAsync("segment", "list", "--debug");

        Assert.That(printed.Code, Is.Zero);
        Assert.That(printed.Errors, Does.Contain($"> POST {cloud.Stage.Keystone}/auth/tokens").And.Contain("\"password\":\"***\"")
            .And.Contain("/segments (instance-ha 1.3)").And.Match(@"< 200 in \d+ ms, request id req-").And.Contain("{\"segments\":[]}"));
        Assert.That(printed.Errors, Does.Not.Contain($"\"{cloud.Stage.Password}\"").And.Not.Contain("gAAAAA"));
    }

    [TestCase("OS_PASSWORD", Planted)]
    [TestCase("OS_TOKEN", Planted, "OS_AUTH_TYPE", "v3token")]
    [TestCase("OS_APPLICATION_CREDENTIAL_SECRET", Planted, "OS_APPLICATION_CREDENTIAL_ID", "x", "OS_AUTH_TYPE", "v3applicationcredential")]
    [TestCase("OS_AUTH_URL", "ftp://admin:pl4nted-s3cret@127.0.0.1:1")]
    [TestCase("OS_AUTH_URL", "http://admin:pl4nted-s3cret@127.0.0.1:1")]
    [TestCase("OS_PASSWORD", Planted, "OS_TOKEN", Planted)]
    [TestCase("OS_PASSWORD", Planted, "OS_CLOUD", "test")]
    public async Task A_secret_of_the_environment_is_in_no_output(params string[] planted)
    {
        foreach (var one in planted.Chunk(2)) cloud.Variables[one[0]] = one[1];
        cloud.Write("clouds.yaml", $"clouds:\n  test:\n    auth:\n      password: {Planted}-of-the-file\n");

        var printed = await cloud.RunAsync("segment", "list", "--debug");

        Assert.That(printed.Code, Is.Not.Zero);
        Assert.That(printed.Output + printed.Errors, Does.Not.Contain(Planted));
    }

    [TestCase("clouds:\n  test:\n    auth:\n      password: pl4nted-s3cret\n      : [\n")]
    [TestCase("clouds:\n  test:\n    auth: {auth_url: pl4nted-s3cret, username: u, password: pl4nted-s3cret}\n")]
    [TestCase("clouds:\n  test:\n    auth: {auth_url: 'KEYSTONE', username: u, password: pl4nted-s3cret, project_name: p}\n")]
    [TestCase("clouds:\n  test:\n    auth_type: pl4nted-s3cret\n    auth: {auth_url: 'KEYSTONE', token: pl4nted-s3cret}\n")]
    [TestCase("clouds: pl4nted-s3cret\n")]
    public async Task A_secret_of_a_file_is_in_no_output(string file)
    {
        cloud.Variables.Clear();
        cloud.Variables["OS_CLOUD"] = "test";
        cloud.Write("clouds.yaml", file.Replace("KEYSTONE", $"{cloud.Stage.Keystone}", StringComparison.Ordinal));

        var printed = await cloud.RunAsync("segment", "list", "--debug");

        Assert.That(printed.Code, Is.Not.Zero);
        Assert.That(printed.Errors, Is.Not.Empty.And.Not.Contains(Planted));
    }

    [Test]
    public async Task The_log_of_the_service_has_no_secret()
    {
        await cloud.RunAsync("segment", "list", "--os-password", Planted);

        await using var log = new FileStream(cloud.Stage.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(log);
        Assert.That(await reader.ReadToEndAsync(), Does.Not.Contain(Planted));
    }
}
