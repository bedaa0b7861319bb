namespace Masakari.Tests.Cli.Client;

/// <summary>How the caller's account is found: variables, options, clouds.yaml; and what is said when it is not.</summary>
public sealed class LoginTests
{
    private ServedCloud cloud = null!;

    private static string[] List => ["segment", "list", "-f", "json"];

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
    public async Task Logs_in_with_a_password_of_the_environment() => Assert.That(await cloud.AskAsync(List), Is.EqualTo("[]"));

    [Test]
    public async Task Logs_in_with_options_before_or_after_the_verb()
    {
        cloud.Variables.Clear();
        string[] first = ["--os-auth-url", $"{cloud.Stage.Keystone}", "--os-username", "admin"];

        Assert.That(
            await cloud.AskAsync([.. first, .. List, "--os-password", cloud.Stage.Password, "--os-project-name", "admin"]),
            Is.EqualTo("[]"));
    }

    [Test]
    public async Task Logs_in_with_a_token()
    {
        var token = await TokenAsync();
        cloud.Variables.Remove("OS_PASSWORD");
        cloud.Variables.Remove("OS_USERNAME");
        cloud.Variables["OS_TOKEN"] = token;

        Assert.That(await cloud.AskAsync(List), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Logs_in_with_an_application_credential()
    {
        var credential = cloud.Stage.Cloud.AddCredential("admin", rules: null);
        cloud.Variables.Clear();
        cloud.Variables["OS_AUTH_URL"] = $"{cloud.Stage.Keystone}";
        cloud.Variables["OS_AUTH_TYPE"] = "v3applicationcredential";
        cloud.Variables["OS_APPLICATION_CREDENTIAL_ID"] = credential.Id;
        cloud.Variables["OS_APPLICATION_CREDENTIAL_SECRET"] = credential.Secret;

        Assert.That(await cloud.AskAsync(List), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Logs_in_with_system_scope()
    {
        cloud.Variables.Remove("OS_PROJECT_NAME");
        cloud.Variables["OS_SYSTEM_SCOPE"] = "all";
        cloud.Variables["OS_ENDPOINT"] = $"{cloud.Stage.Masakari}";

        Assert.That(await cloud.AskAsync(List), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Reads_a_cloud_and_its_secret_file()
    {
        cloud.Variables.Clear();
        cloud.Variables["OS_CLOUD"] = "test";
        cloud.Write("clouds.yaml", $$"""
            defaults: &defaults
              region_name: RegionOne
            clouds:
              other: {}
              test:
                <<: *defaults
                auth:
                  auth_url: {{cloud.Stage.Keystone}}
                  username: admin
                  project_name: admin
                  user_domain_name: Default
                  project_domain_id: default
            """);
        cloud.Write("secure.yaml", $$"""
            clouds:
              test: {auth: {password: "{{cloud.Stage.Password}}"} }
            """);

        Assert.That(await cloud.AskAsync(List), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Takes_the_only_cloud_of_the_home_folder()
    {
        cloud.Variables.Clear();
        cloud.Variables["HOME"] = cloud.Folder.FullName;
        cloud.Folder.CreateSubdirectory(".config/openstack");
        cloud.Write(".config/openstack/clouds.yaml", $"clouds: {{only: {{instance_ha_endpoint_override: '{cloud.Stage.Masakari}'}}}}");

        var printed = await cloud.RunAsync(List);

        Assert.That(printed.Errors, Does.StartWith("masakari: find the newest version: 401").And.Contain("(request id req-"));
        Directory.Delete(Path.Combine(cloud.Folder.FullName, ".config"), recursive: true);
    }

    [Test]
    public async Task A_cloud_named_on_the_command_line_goes_before_the_variables()
    {
        var auth = $"{{auth_url: '{cloud.Stage.Keystone}', username: demo, project_name: demo}}";
        cloud.Write("clouds.yaml", $"clouds:\n  test:\n    auth: {auth}\n");

        var printed = await cloud.RunAsync([.. List, "--os-cloud", "test"]);

        Assert.That(printed.Errors, Does.Contain("403"));   // demo has no right, and admin of the variables was not used
    }

    [TestCase("OS_PASSWORD is not set; set it, give --os-password, or choose a cloud of clouds.yaml with OS_CLOUD", "OS_PASSWORD", null)]
    [TestCase("OS_USERNAME is not set; set it, give --os-username, or choose a cloud of clouds.yaml with OS_CLOUD", "OS_USERNAME", null)]
    [TestCase("OS_AUTH_URL is not set; set it, give --os-auth-url, or choose a cloud of clouds.yaml with OS_CLOUD", "OS_AUTH_URL", null)]
    [TestCase("OS_AUTH_URL must be an address that begins with http:// or https://", "OS_AUTH_URL", "controller:5000")]
    [TestCase("OS_TOKEN and OS_PASSWORD contradict each other; keep one, or set OS_AUTH_TYPE", "OS_TOKEN", "gAAAA")]
    [TestCase("OS_AUTH_TYPE must be password, v3password, token, v3token, v3applicationcredential or none", "OS_AUTH_TYPE", "v3kerberos")]
    [TestCase("OS_TOKEN is not set; set it, give --os-token, or choose a cloud of clouds.yaml with OS_CLOUD", "OS_AUTH_TYPE", "v3token")]
    [TestCase("OS_ENDPOINT is not set; set it, give --os-endpoint, or choose a cloud of clouds.yaml with OS_CLOUD", "OS_AUTH_TYPE", "none")]
    [TestCase("OS_SYSTEM_SCOPE and OS_PROJECT_NAME contradict each other: a token is for the system or for one project",
        "OS_SYSTEM_SCOPE", "all")]
    [TestCase("OS_SYSTEM_SCOPE must be 'all': Keystone knows no other part of a system", "OS_SYSTEM_SCOPE", "some")]
    [TestCase("OS_INTERFACE must be public, internal or admin", "OS_INTERFACE", "outer")]
    [TestCase("OS_HA_API_VERSION must be a version such as 1.3, not 'one'", "OS_HA_API_VERSION", "one")]
    [TestCase("OS_CACERT: no such file: /no/such/file", "OS_CACERT", "/no/such/file")]
    [TestCase("OS_IDENTITY_API_VERSION must be 3: this client knows version 3 of Keystone's API alone", "OS_IDENTITY_API_VERSION", "2.0")]
    [TestCase("OS_CLIENT_CONFIG_FILE: no such file: /no/such/file", "OS_CLIENT_CONFIG_FILE", "/no/such/file", "OS_CLOUD", "test")]
    public async Task Names_the_variable_that_is_missing_or_wrong(string message, params string?[] changes)
    {
        foreach (var change in changes.Chunk(2))
        {
            cloud.Variables.Remove(change[0]!);
            if (change[1] is { } value) cloud.Variables[change[0]!] = value;
        }

        Assert.That(await cloud.RunAsync(List), Is.EqualTo(new Printed(2, "", $"masakari: {message}\n")));
    }

    [TestCase("clouds.yaml:4: this line cannot be read as YAML", "clouds:\n  test:\n    auth:\n      password: 'a secret: [\n")]
    [TestCase("clouds.yaml:1: there is no list 'clouds'", "cloud: {}\n")]
    [TestCase("clouds.yaml has no cloud 'test' (OS_CLOUD); it has one, two", "clouds:\n  one: {}\n  two: {}\n")]
    [TestCase("clouds.yaml:3: profiles are not supported; write the settings of the profile into the cloud",
        "clouds:\n  test:\n    profile: x\n")]
    [TestCase("clouds.yaml: cloud 'test' has no auth.auth_url; add it there or to secure.yaml, or set OS_AUTH_URL",
        "clouds:\n  test: {auth: {username: u, password: p}}\n")]
    [TestCase("clouds.yaml:2 must be public, internal or admin",
        "clouds:\n  test: {interface: x, auth: {auth_url: 'http://127.0.0.1:1', username: u, password: p}}\n")]
    public async Task Names_the_file_and_the_line_that_is_wrong(string message, string file)
    {
        cloud.Variables.Clear();
        cloud.Variables["OS_CLOUD"] = "test";
        cloud.Write("clouds.yaml", file);

        var printed = await cloud.RunAsync(List);

        Assert.That(printed.Errors, Is.EqualTo($"masakari: {Path.Combine(cloud.Folder.FullName, message)}\n"));
        Assert.That(printed.Code, Is.EqualTo(2));
    }

    [Test]
    public async Task Rejects_a_variable_that_contradicts_the_cloud_of_OS_CLOUD()
    {
        cloud.Variables["OS_CLOUD"] = "test";
        cloud.Write("clouds.yaml", "clouds:\n  test:\n    auth:\n      username: somebody\n");

        var printed = await cloud.RunAsync(List);

        Assert.That(printed.Errors, Is.EqualTo(
            $"masakari: OS_USERNAME and {cloud.Folder.FullName}/clouds.yaml:4 contradict each other; unset OS_USERNAME or OS_CLOUD\n"));
    }

    private async Task<string> TokenAsync()
    {
        using var http = new HttpClient();
        var body = $$$"""
            {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "admin", "domain": {"id": "default"},
             "password": "{{{cloud.Stage.Password}}}"} } }, "scope": {"project": {"name": "admin", "domain": {"id": "default"} } } } }
            """;
        using var content = new StringContent(body);
        using var answer = await http.PostAsync(new Uri($"{cloud.Stage.Keystone}/auth/tokens"), content);
        return answer.Headers.GetValues("X-Subject-Token").Single();
    }
}
