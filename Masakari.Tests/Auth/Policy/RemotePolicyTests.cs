using System.Net;
using Masakari.Host.Auth;
using Masakari.Host.Auth.Policy;
using Masakari.Tests.OpenStack;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Auth.Policy;

public sealed class RemotePolicyTests
{
    private const string Server = "POST /ask/p1";
    private readonly FakeClock clock = new();
    private readonly FakeLogCollector log = new();
    private ScriptedCloud server = null!;

    [SetUp]
    public void Begin()
    {
        log.Clear();
        server = new ScriptedCloud(clock);
    }

    [TearDown]
    public void End() => server.Dispose();

    [TestCase(200, "True", true)]
    [TestCase(200, "\"True\"", true)]
    [TestCase(200, "true", false)]
    [TestCase(200, "False", false)]
    [TestCase(200, "", false)]
    [TestCase(500, "True", false)]
    [TestCase(302, "True", false)]
    public async Task Another_server_decides(int status, string body, bool allowed)
    {
        server.On(Server, (status, body));

        Assert.That(await AskAsync("http://policy/ask/%(project_id)s"), Is.EqualTo(allowed));
    }

    [Test]
    public async Task Sends_rule_target_and_credentials_as_a_form()
    {
        server.On(Server, (200, "True"));

        await AskAsync("http://policy/ask/p1");

        var form = WebUtility.UrlDecode(server.Requests.Single().Body);
        Assert.That(form, Does.Contain("rule=\"asked\"").And.Contain("target={\"project_id\":\"p1\",\"user_id\":\"u1\"}").And.Contain("\"roles\":[\"Member\",\"reader\"]"));
    }

    [Test]
    public async Task Sends_them_as_json_when_told_to()
    {
        server.On(Server, (200, "True"));

        await AskAsync("http://policy/ask/p1", json: true);

        Assert.That(server.Requests.Single().Body, Does.StartWith("{\"rule\":\"asked\",\"target\":{\"project_id\":\"p1\""));
    }

    [TestCase("http://policy/ask/p1")]
    [TestCase("not http://policy/ask/p1")]
    [TestCase("http://ann:secret@policy/ask/p1")]
    public async Task Lets_nobody_in_when_nothing_listens_and_says_so(string expression)
    {
        server.Unplug(Server);

        Assert.That(await AskAsync(expression), Is.False);
        Assert.That(log.Lines.Single(), Does.StartWith("6313 The policy server at http://policy/ask/p1 did not decide about asked"));
    }

    [Test]
    public async Task Waits_for_an_answer_only_so_long()
    {
        server.On(Server, (null, ""));
        var asked = AskAsync("http://policy/ask/p1");

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await asked, Is.False);
        Assert.That(log.Lines.Single(), Does.Contain("no answer within 10 s"));
    }

    [Test]
    public async Task Does_not_let_a_caller_choose_the_address()
    {
        server.On("POST /ask/..%2Fyes%3Fx", (200, "True"));
        var caller = Asking.Ann with { ProjectId = "../yes?x" };

        Assert.That(await AskAsync("http://policy/ask/%(project_id)s", caller: caller), Is.True);
    }

    private async Task<bool> AskAsync(string expression, bool json = false, RequestContext? caller = null)
    {
        using var remote = Asking.Remote(server, clock, log, json);
        var rules = PolicyRules.Of([new WrittenRule("policy.yaml", 1, "asked") { Expression = expression }], "default");
        return await new PolicyQuestion("asked", caller ?? Asking.Ann, rules, remote).RulingAsync("asked", CancellationToken.None) == Ruling.Allowed;
    }
}
