namespace Masakari.Tests.Auth;

/// <summary>What the log says about a call that the policy refuses: the operator must find the rule and the file.</summary>
internal sealed class PolicyRefusalTests(string kind) : ServedPolicy(kind)
{
    private const string Create = "os_masakari_api:notifications:create";
    private const string Report = """
        {"notification": {"type": "COMPUTE_HOST", "hostname": "c1", "generated_time": "2026-11-22T07:59:58",
         "payload": {"event": "STOPPED"}}}
        """;

    [Test]
    public async Task Names_the_rule_the_file_and_what_is_wrong_with_it()
    {
        await StartAsync(served => served.Write("policy.yaml", $"\"{Create}\": \"rule:admin_apii\"\n"));

        var answer = await ReportAsync(Admin);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((403, $"Policy doesn't allow {Create} to be performed.")));
        Assert.That(Refusals(), Has.Exactly(1).Items.And.All.StartsWith("6315 Warning ").And.All.Contains(Create)
            .And.All.Contains($"{Api.PathOf("policy.yaml")}:1").And.All.Contains("there is no rule 'admin_apii'"));
    }

    [Test]
    public async Task Names_the_rule_that_the_refused_one_refers_to()
    {
        await StartAsync(served => served.Write("policy.d/10.yaml", "# who is it\n\"context_is_admin\": \"role:operator\"\n"));

        await ReportAsync(Admin);

        var who = $"context_is_admin ({Api.PathOf("policy.d/10.yaml")}:2)";
        Assert.That(Refusals(), Has.Exactly(1).Contains(who).And.All.Contains($"{Create} (default)"));
    }

    [Test]
    public async Task Says_that_the_rules_of_a_file_that_is_gone_are_in_force()
    {
        await StartAsync(served => served.Write("policy.yaml", $"\"{Create}\": \"!\"\n"));
        Api.Delete("policy.yaml");

        await ReportAsync(Admin);

        Assert.That(Refusals(), Has.Exactly(1).Contains($"{Api.PathOf("policy.yaml")} is gone, its former rules are in force"));
    }

    [Test]
    public async Task Says_that_the_former_rules_of_a_broken_file_are_in_force()
    {
        await StartAsync(served => served.Write("policy.yaml", $"\"{Create}\": \"!\"\n"));
        Api.Write("policy.yaml", "a:\n");

        await ReportAsync(Admin);

        Assert.That(Refusals(), Has.Exactly(1).Contains("cannot be used, so the former rules are in force")
            .And.All.Contains($"{Api.PathOf("policy.yaml")}:1"));
    }

    [Test]
    public async Task Is_no_warning_when_the_rules_are_sound_and_no_report_is_lost()
    {
        await StartAsync();

        await MemberAsync();

        Assert.That(Refusals(), Has.Exactly(1).StartsWith("6315 Information ")
            .And.All.Contains("os_masakari_api:segments:index (default)"));
    }

    private IEnumerable<string> Refusals() =>
        Api.Log.GetSnapshot().Where(line => line.Id.Id == 6315).Select(line => $"{line.Id.Id} {line.Level} {line.Message}");

    private Task<Api.Answer> ReportAsync(string token) => Api.SendAsync("POST", "/v1/notifications", Report, ("X-Auth-Token", token));
}
