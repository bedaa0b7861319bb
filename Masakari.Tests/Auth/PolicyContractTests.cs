using System.Net;
using System.Net.Sockets;
using System.Text;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Auth;

/// <summary>The policy rules and the policy language, row by row, over real HTTP. The caller has the roles member and reader.</summary>
internal sealed class PolicyContractTests(string kind) : OnEveryDatabase(kind)
{
    private GuardedApi api = null!;
    private string member = "";
    private string project = "";
    private int written;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await GuardedApi.StartAsync(Database, policyOptions: "remote_timeout = 0.05");
        member = await api.LoginAsync("demo", "demo");
        project = (await api.GetAsync("/v1/0/segments", member)).Message.Split('\'')[^2];
    }

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("'@'", true)]
    [TestCase("''", true)]
    [TestCase("[]", true)]
    [TestCase("'!'", false)]
    [TestCase("role:member", true)]
    [TestCase("role:MeMBer", true)]
    [TestCase("role:admin", false)]
    [TestCase("role:%(user_id)s", false)]
    [TestCase("rule:mine", true)]
    [TestCase("rule:nowhere", false)]
    [TestCase("not rule:nowhere", false)]
    [TestCase("rule:nowhere\ndefault: role:member", true)]
    [TestCase("is_admin:True", false)]
    [TestCase("is_admin:False", true)]
    [TestCase("is_admin:True\ncontext_is_admin: role:reader", true)]
    [TestCase("rule:admin_api", false)]
    [TestCase("rule:admin_or_owner", true)]
    [TestCase("roles:member", true)]
    [TestCase("roles:Member", false)]
    [TestCase("project_id:PROJECT", true)]
    [TestCase("project_id:%(project_id)s", true)]
    [TestCase("user_id:%(user_id)s", true)]
    [TestCase("user_id:%(project_id)s", false)]
    [TestCase("project_id:%(missing)s", false)]
    [TestCase("user_domain_id:default and project_domain_id:default", true)]
    [TestCase("is_admin_project:True", true)]
    [TestCase("system_scope:all", false)]
    [TestCase("domain_id:default", false)]
    [TestCase("service_roles:service", false)]
    [TestCase("\"'PROJECT':%(project_id)s\"", true)]
    [TestCase("\"'other':%(project_id)s\"", false)]
    [TestCase("True:%(project_id)s", false)]
    [TestCase("role:admin or role:member", true)]
    [TestCase("role:admin AND role:member", false)]
    [TestCase("not role:admin", true)]
    [TestCase("role:member or role:admin and role:admin", true)]
    [TestCase("(role:member or role:admin) and role:admin", false)]
    [TestCase("not role:member or role:member", true)]
    [TestCase("[['role:admin', 'role:member'], ['role:reader']]", true)]
    [TestCase("[['role:admin', 'role:member'], ['role:nobody']]", false)]
    [TestCase("[role:admin, role:reader]", true)]
    [TestCase("role:member and", false)]
    [TestCase("not (role:admin", false)]
    public async Task An_expression_means(string expression, bool allowed)
    {
        Write($"\"os_masakari_api:segments:index\": {expression.Replace("PROJECT", project, StringComparison.Ordinal)}\nmine: role:reader\n");

        Assert.That(await api.StatusAsync("/v1/segments", member), Is.EqualTo(allowed ? 200 : 403));
    }

    [TestCase("True", 200)]
    [TestCase("False", 403)]
    public async Task Another_server_decides(string says, int status)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        Write($"\"os_masakari_api:segments:index\": http://{server.LocalEndpoint}/ask\n");

        var answered = AnswerAsync(server, says);
        var answer = await api.StatusAsync("/v1/segments", member);

        Assert.That(answer, Is.EqualTo(status));
        Assert.That(WebUtility.UrlDecode(await answered), Does.StartWith("POST /ask ").And.Contain($"\"project_id\":\"{project}\"").And.Not.Contain(member));
    }

    [TestCase("http://SERVER/ask")]
    [TestCase("not http://SERVER/ask")]
    [TestCase("http://127.0.0.1:9/ask")]
    public async Task A_server_that_hangs_or_is_away_lets_nobody_in(string expression)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();   // the server listens, but accepts no connection
        Write($"\"os_masakari_api:segments:index\": {expression.Replace("SERVER", server.LocalEndpoint.ToString(), StringComparison.Ordinal)}\n");

        Assert.That(await api.StatusAsync("/v1/segments", member), Is.EqualTo(403));
    }

    [Test]
    public async Task A_token_is_all_that_the_versions_want()
    {
        Write("\"os_masakari_api:versions:index\": \"!\"\n");

        Assert.That(await api.StatusAsync("/v1/", member), Is.EqualTo(200));
        Assert.That((await api.SendAsync("GET", "/", null)).Status, Is.EqualTo(200));
    }

    // Each text has another length: the resolution of file times is coarse.
    private void Write(string text) => api.Write("policy.yaml", text + new string('#', ++written) + "\n");

    private static async Task<string> AnswerAsync(TcpListener server, string says)
    {
        using var connection = await server.AcceptTcpClientAsync();
        var (heard, buffer) = (new StringBuilder(), new byte[4096]);
        while (!heard.ToString().Contains("credentials=", StringComparison.Ordinal))
            heard.Append(Encoding.ASCII.GetString(buffer, 0, await connection.GetStream().ReadAsync(buffer)));
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {says.Length}\r\nConnection: close\r\n\r\n{says}"));
        return heard.ToString();
    }
}
