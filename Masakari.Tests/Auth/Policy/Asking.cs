using Masakari.Host.Auth;
using Masakari.Host.Auth.Policy;
using Masakari.Tests.OpenStack;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Auth.Policy;

/// <summary>Evaluates rules that a test gives as text: without files, and without HTTP unless the test starts a server.</summary>
internal static class Asking
{
    public static RequestContext Ann { get; } = new()
    {
        UserId = "u1",
        UserDomainId = "d1",
        ProjectId = "p1",
        ProjectDomainId = "default",
        Roles = ["Member", "reader"],
        Service = new RequestContext { UserId = "s1", ProjectId = "service", Roles = ["service"] },
    };

    /// <summary>Whether the expression allows the caller.</summary>
    public static Task<bool> AllowsAsync(string expression, RequestContext? caller = null, params (string Name, string Expression)[] others) =>
        AllowsAsync([new WrittenRule("policy.yaml", 1, "asked") { Expression = expression }, .. others.Select(Written)], caller ?? Ann);

    public static async Task<bool> AllowsAsync(IEnumerable<WrittenRule> written, RequestContext caller, HttpMessageHandler? server = null)
    {
        using var remote = Remote(server ?? new ScriptedCloud(TimeProvider.System), TimeProvider.System);
        var question = new PolicyQuestion("asked", caller, PolicyRules.Of(written, "default"), remote);
        return await question.RulingAsync("asked", CancellationToken.None) == Ruling.Allowed;
    }

    public static RemotePolicy Remote(HttpMessageHandler server, TimeProvider clock, FakeLogCollector? log = null, bool json = false) =>
        new(_ => server, new PolicyOptions { RemoteTakesJson = json }, clock, new FakeLogger<RemotePolicy>(log));

    /// <summary>The messages about rules that cannot be parsed.</summary>
    public static IReadOnlyList<string> Problems(params (string Name, string Expression)[] rules) =>
        [.. PolicyRules.Of(rules.Select(Written), "default").Problems.Select(problem => problem.Message)];

    private static WrittenRule Written((string Name, string Expression) rule) => new("policy.yaml", 1, rule.Name) { Expression = rule.Expression };
}
