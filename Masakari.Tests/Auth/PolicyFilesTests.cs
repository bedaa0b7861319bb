namespace Masakari.Tests.Auth;

/// <summary>Which policy files are read, and which calls their rules control.</summary>
internal sealed class PolicyFilesTests(string kind) : ServedPolicy(kind)
{
    [Test]
    public async Task Files_of_the_folder_go_before_the_main_one_in_the_order_of_their_names()
    {
        await StartAsync(served =>
        {
            served.Write("policy.yaml", $"{List}: \"!\"\n");
            served.Write("policy.d/20.json", $"{{{List}: [[\"role:member\"]]}}");
            served.Write("policy.d/10.yaml", $"{List}: \"!\"\n");
            served.Write("policy.d/.30.yaml", "no policy at all");
        });

        Assert.That(await MemberAsync(), Is.EqualTo(200));
    }

    [Test]
    public async Task Takes_the_former_json_file_with_a_warning_until_there_is_a_yaml_one()
    {
        await StartAsync(served => served.Write("policy.json", $"{{{List}: \"role:member\"}}"));
        Assert.That(await MemberAsync(), Is.EqualTo(200));
        Assert.That(Api.Log.Lines, Has.Exactly(1).Contains("policy.json: policies in JSON are deprecated"));

        Api.Write("policy.yaml", $"{List}: \"!\"\n");
        Assert.That(await MemberAsync(), Is.EqualTo(403));
    }

    [Test]
    public async Task Tells_once_of_a_rule_that_it_does_not_understand()
    {
        await StartAsync(served => served.Write("policy.yaml", $"{List}: \"role:member admin\"\n"));

        Assert.That((await MemberAsync(), await AdminAsync()), Is.EqualTo((403, 403)));
        Assert.That(Api.Log.Lines.Where(line => line.StartsWith("6312 ", StringComparison.Ordinal)), Has.Exactly(1).Contains("policy.yaml:1: the rule 'os_masakari_api:segments:index'"));
    }

    [Test]
    public async Task Warns_of_a_rule_that_nobody_asks_for()
    {
        await StartAsync(served => served.Write("policy.yaml", "\"os_masakari_api:segments:indexx\": \"@\"\n"));

        Assert.That(await MemberAsync(), Is.EqualTo(403));
        Assert.That(Api.Log.Lines.Where(line => line.StartsWith("6311 ", StringComparison.Ordinal)), Has.Exactly(1).Contains("policy.yaml:1: os_masakari_api:segments:indexx: no call asks"));
    }

    [Test]
    public async Task Finds_the_files_that_the_configuration_names()
    {
        var other = Directory.CreateTempSubdirectory("masakari-policy-");
        await File.WriteAllTextAsync(Path.Combine(other.FullName, "mine.yaml"), $"{List}: \"role:member\"\n");
        await StartAsync(
            served => served.Write("more/rules.yaml", "\"os_masakari_api:vmoves:index\": \"@\"\n"),
            $"policy_file = {other.FullName}/mine.yaml\npolicy_dirs = {other.FullName}/none\npolicy_dirs = more");

        Assert.That((await MemberAsync(), await Api.StatusAsync("/v1/notifications/x/vmoves", Member)), Is.EqualTo((200, 404)));

        other.Delete(recursive: true);
    }

    [Test]
    public async Task Decides_who_is_an_administrator_by_the_rule_for_it()
    {
        await StartAsync(served => served.Write("policy.yaml", "context_is_admin: role:reader and user_id:%(user_id)s\n"));

        Assert.That(await MemberAsync(), Is.EqualTo(200));
    }

    [Test]
    public async Task Shows_the_extensions_that_the_rules_make_visible()
    {
        await StartAsync(served => served.Write("policy.yaml", """
            "os_masakari_api:extensions:index": "@"
            "os_masakari_api:extensions:detail": "@"
            "os_masakari_api:segments:discoverable": "role:member"
            """));

        var list = await Api.GetAsync("/v1/extensions", Member);

        Assert.That(list.Json["extensions"]!.AsArray().Select(extension => (string?)extension!["alias"]), Is.EqualTo(new[] { "segments", "versions" }));
        Assert.That(await Api.StatusAsync("/v1/extensions/segments", Member), Is.EqualTo(200));
        Assert.That(await Api.StatusAsync("/v1/extensions/vmoves", Member), Is.EqualTo(404));
        Assert.That((await Api.GetAsync("/v1/extensions", Admin)).Json["extensions"]!.AsArray(), Has.Count.EqualTo(6));
    }
}
