using System.Net;
using System.Net.Sockets;

namespace Masakari.Tests.Cli.Client;

/// <summary>What the service, Keystone or the network refuses: one line that says what to do, exit code 1.</summary>
public sealed class FailureTests
{
    private ServedCloud cloud = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        cloud = await ServedCloud.StartAsync();
        await cloud.AskAsync("segment", "create", "rack-1", "auto", "COMPUTE");
        await cloud.AskAsync("host", "create", "compute-1", "COMPUTE", "none", "rack-1");
    }

    [OneTimeTearDown]
    public async Task Stop() => await cloud.DisposeAsync();

    [SetUp]
    public void Begin() => cloud.LogInAs("admin");

    [TestCase("list segments: 403 Policy doesn't allow os_masakari_api:segments:index to be performed; the account lacks a role: the "
        + "default policy wants admin", "demo", "segment list")]
    [TestCase("show segment 00000000-0000-0000-0000-000000000000: 404 No failover segment with id 00000000-0000-0000-0000-000000000000; "
        + "the `list` command shows what there is", "admin", "segment show 00000000-0000-0000-0000-000000000000")]
    [TestCase("create a segment: 409 Failover segment with name rack-1 already exists; choose another name",
        "admin", "segment create rack-1 auto COMPUTE")]
    [TestCase("create a host: 400 Compute service with name nowhere could not be found; correct the value that the message names",
        "admin", "host create nowhere COMPUTE none rack-1")]
    [TestCase("list segments: 406 Version 1.9 is not supported by the API. Minimum is 1.0 and maximum is 1.3; unset OS_HA_API_VERSION to "
        + "use the newest version of the service", "admin", "segment list --os-ha-api-version 1.9")]
    [TestCase("find the newest version: 401 The request you have made requires authentication; the service wants a token, and no "
        + "token was sent: log in with OS_AUTH_URL, OS_USERNAME and OS_PASSWORD, without OS_AUTH_TYPE=none",
        "admin", "segment list --os-auth-type none --os-endpoint API")]
    [TestCase("Keystone: log in as admin: 401 The request you have made requires authentication; the login is wrong or has expired: check "
        + "OS_USERNAME, OS_PASSWORD and the domains, or get a new token", "admin", "segment list --os-password 1234567890")]
    [TestCase("Keystone: log in as admin: 401 The request you have made requires authentication; the login is wrong or has expired: check "
        + "OS_USERNAME, OS_PASSWORD and the domains, or get a new token", "admin", "segment list --os-token expired")]
    public async Task Says_what_was_refused_and_what_to_do(string message, string user, string arguments)
    {
        cloud.LogInAs(user);

        var printed = await cloud.RunAsync(arguments.Replace("API", $"{cloud.Stage.Masakari}", StringComparison.Ordinal).Split(' '));

        Assert.That(printed.Code, Is.EqualTo(1));
        Assert.That(printed.Output, Is.Empty);
        Assert.That(printed.Errors, Does.Match(@"^[^\n]* \(request id req-[0-9a-f-]{36}\)\n$")
            .And.StartWith($"masakari: {message} (request id"));
    }

    [TestCase("There is no segment 'nope'; `masakari segment list` shows the segments", "segment show nope")]
    [TestCase("There is no host 'nope' in this segment; `masakari host list SEGMENT` shows its hosts", "host show rack-1 nope")]
    [TestCase("There is no host 'nope' in any segment", "notification list --filters source_host_uuid=nope")]
    [TestCase("--marker: there is no segment 'nope'", "segment list --marker nope")]
    [TestCase("Masakari: the catalogue has no public endpoint of type instance-ha, name any, region nowhere; check OS_REGION_NAME and "
        + "OS_INTERFACE, or give --os-endpoint", "segment list --os-region-name nowhere")]
    public async Task Says_what_does_not_exist(string message, string arguments)
    {
        var printed = await cloud.RunAsync(arguments.Split(' '));

        Assert.That(printed.Errors.Replace("masakari: Masakari:", "masakari:", StringComparison.Ordinal),
            Is.EqualTo($"masakari: {message.Replace("Masakari: the", "the", StringComparison.Ordinal)}\n"));
        Assert.That(printed.Code, Is.EqualTo(1));
    }

    [Test]
    public async Task Says_which_notifications_have_vmoves()
    {
        const string Stopped = """{"event": "STOPPED", "process_name": "nova-compute"}""";
        var notification = await cloud.AskAsync(
            "notification", "create", "PROCESS", "compute-1", "now", Stopped, "-f", "value", "-c", "notification_uuid");

        var printed = await cloud.RunAsync("vmove", "list", notification);

        Assert.That((printed.Code, printed.Output), Is.EqualTo((1, "")));
        Assert.That(printed.Errors, Does.StartWith(
            $"masakari: list vmoves: 400 This notification {notification} without vm moves; "
            + "only a notification of the type COMPUTE_HOST has vmoves (request id"));
    }

    [TestCase("--os-endpoint", "check the endpoint that was given, and that `masakari run` runs there")]
    [TestCase("--os-auth-url", "check OS_AUTH_URL, and that Keystone runs there")]
    public async Task Says_what_cannot_be_reached(string option, string cure)
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = $"http://{closed.LocalEndpoint}";
        closed.Stop();

        var printed = await cloud.RunAsync("segment", "list", option, address);

        Assert.That(printed.Code, Is.EqualTo(1));
        Assert.That(printed.Errors, Does.Contain(address[7..]).And.EndWith($"; {cure}\n"));
        Assert.That(printed.Errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(printed.Errors.Split("Connection refused"), Has.Length.EqualTo(2), "the cause is named once");
    }
}
