using System.Text;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Auth;

internal sealed class PolicyReloadTests(string kind) : OnEveryDatabase(kind)
{
    private const string List = "\"os_masakari_api:segments:index\"";
    private GuardedApi api = null!;
    private string member = "";
    private string admin = "";

    [TearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Picks_up_a_file_that_appears_changes_and_loses_a_line()
    {
        await StartAsync();
        Assert.That(await MemberAsync(), Is.EqualTo(403));

        api.Write("policy.yaml", $"{List}: \"role:member\"\n");
        Assert.That(await MemberAsync(), Is.EqualTo(200));

        api.Write("policy.yaml", $"{List}: \"role:reader and not role:member\"\n");
        Assert.That(await MemberAsync(), Is.EqualTo(403));

        api.Write("policy.yaml", "# empty\n");
        Assert.That((await MemberAsync(), await AdminAsync()), Is.EqualTo((403, 200)));
    }

    [TestCase("policy.yaml", "{\"unclosed\": \n")]
    [TestCase("policy.yaml", "- a\n- b\n")]
    [TestCase("policy.yaml", "\"os_masakari_api:segments:index\": @\n")]
    [TestCase("policy.yaml", "\0\0\0\0\0\0\0\0")]
    [TestCase("policy.yaml", "\"os_masakari_api:segments:index\": \"!\"\n\0 half a file")]
    [TestCase("policy.d/later.yaml", "a:\n")]
    public async Task A_file_that_breaks_leaves_the_former_rules_in_force(string file, string text)
    {
        await StartAsync(api => api.Write("policy.yaml", $"{List}: \"role:member\"\n\"context_is_admin\": \"role:nobody\"\n"));

        api.Write(file, text);

        Assert.That(new[] { await MemberAsync(), await MemberAsync(), await AdminAsync() }, Is.EqualTo(new[] { 200, 200, 200 }));
        Assert.That((await api.GetAsync("/v1/notifications", admin)).Status, Is.EqualTo(403));
        Assert.That(api.Log.Lines.Where(line => line.StartsWith("6310 ", StringComparison.Ordinal)), Has.Exactly(1).Contains(api.PathOf(file) + ":"));

        api.Write(file, $"{List}: \"!\" # mended\n");
        Assert.That(await MemberAsync(), Is.EqualTo(403));
    }

    [Test]
    public async Task A_file_that_could_not_be_read_is_in_force_once_it_can()
    {
        await StartAsync(api => api.Write("policy.yaml", $"{List}: \"role:member\"\n"));
        await using (var locked = new FileStream(api.PathOf("policy.yaml"), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await locked.WriteAsync(Encoding.UTF8.GetBytes($"{List}: \"!\"\n"));
            await locked.FlushAsync();
            Assert.That(new[] { await MemberAsync(), await MemberAsync() }, Is.EqualTo(new[] { 200, 200 }));
        }

        Assert.That(await MemberAsync(), Is.EqualTo(403));
        Assert.That(api.Log.Lines.Where(line => line.StartsWith("6310 ", StringComparison.Ordinal)), Has.Exactly(1).Contains("cannot be read"));
    }

    [Test]
    [Platform("Unix")]
    public async Task A_change_behind_a_link_is_noticed()
    {
        await StartAsync(api =>
        {
            api.Write("1/policy.yaml", $"{List}: \"role:member\"\n");
            api.Write("2/policy.yaml", $"{List}: \"role:nobody\"\n");
            Directory.CreateSymbolicLink(api.PathOf("current"), "1");
            File.CreateSymbolicLink(api.PathOf("policy.yaml"), "current/policy.yaml");
        });
        Assert.That(await MemberAsync(), Is.EqualTo(200));

        File.SetLastWriteTimeUtc(api.PathOf("2/policy.yaml"), DateTime.UnixEpoch);
        Directory.Delete(api.PathOf("current"));
        Directory.CreateSymbolicLink(api.PathOf("current"), "2");
        Assert.That(await MemberAsync(), Is.EqualTo(403));

        api.Write("2/policy.yaml", $"{List}: \"role:member\" # edited in place\n");
        Assert.That(await MemberAsync(), Is.EqualTo(200));

        api.Delete("2/policy.yaml");
        Assert.That(await MemberAsync(), Is.EqualTo(200));
        Assert.That(api.Log.Lines.Where(line => line.StartsWith("6310 ", StringComparison.Ordinal)), Has.Exactly(1).Contains("policy.yaml"));
    }

    [Test]
    [Platform("Unix")]
    public async Task A_pipe_without_a_writer_keeps_nobody_waiting()
    {
        await StartAsync();
        using (var made = System.Diagnostics.Process.Start("mkfifo", api.PathOf("policy.yaml")))
            await made.WaitForExitAsync();

        Assert.That(await MemberAsync(), Is.EqualTo(403));
    }

    [Test]
    public async Task Nothing_changes_when_a_folder_stands_in_the_place_of_the_file()
    {
        await StartAsync(api => api.Write("policy.yaml", $"{List}: \"role:member\"\n"));
        api.Delete("policy.yaml");

        Directory.CreateDirectory(api.PathOf("policy.yaml"));

        Assert.That((await MemberAsync(), await MemberAsync()), Is.EqualTo((200, 200)));
    }

    [TestCase("policy.yaml")]
    [TestCase("policy.d/10.yaml")]
    public async Task A_file_that_vanishes_leaves_its_rules_in_force(string file)
    {
        await StartAsync(api => api.Write(file, $"{List}: \"role:member\"\n"));

        api.Delete(file);

        Assert.That(new[] { await MemberAsync(), await MemberAsync() }, Is.EqualTo(new[] { 200, 200 }));
        Assert.That(Gone(), Has.Exactly(1).Contains($"{file} is gone; its rules stay in force until it is back, an empty one will do, or the service starts again"));

        api.Write(file, "");
        Assert.That(await MemberAsync(), Is.EqualTo(403));

        api.Delete(file);
        Assert.That((await MemberAsync(), Gone().Count()), Is.EqualTo((403, 1)), "an empty file leaves nothing behind");
    }

    [Test]
    public async Task Changes_of_other_files_count_while_one_is_gone()
    {
        await StartAsync(api =>
        {
            api.Write("policy.yaml", "\"os_masakari_api:notifications:index\": \"!\"\n");
            api.Write("policy.d/50.yaml", $"{List}: \"role:member\"\n");
        });
        api.Delete("policy.d/50.yaml");

        api.Write("policy.yaml", $"\"os_masakari_api:notifications:index\": \"role:member\"\n{List}: \"!\"\n");
        Assert.That((await MemberAsync(), await NotificationsAsync()), Is.EqualTo((200, 200)), "the file that is gone still goes before the main one");

        api.Write("policy.d/60.yaml", $"{List}: \"role:admin\"\n");
        Assert.That((await MemberAsync(), await AdminAsync()), Is.EqualTo((403, 200)), "a later file goes before the one that is gone");

        api.Write("policy.d/60.yaml", "");
        api.Write("policy.d/40.yaml", $"{List}: \"!\"\n");
        Assert.That(await MemberAsync(), Is.EqualTo(200), "an earlier file does not");
        Assert.That(Gone(), Has.Exactly(1).Contains("50.yaml"));

        api.Write("policy.d/50.yaml", "# back\n");
        Assert.That((await MemberAsync(), await NotificationsAsync()), Is.EqualTo((403, 200)));

        api.Write("policy.d/50.yaml", $"{List}: \"role:member\"\n");
        Assert.That(await MemberAsync(), Is.EqualTo(200));
        Directory.Delete(api.PathOf("policy.d"), recursive: true);
        Assert.That(await MemberAsync(), Is.EqualTo(200), "with its folder");
        Assert.That(Gone(), Has.Exactly(2).Contains("50.yaml"));
    }

    [Test]
    public async Task A_broken_file_leaves_everything_as_it_was_also_while_another_is_gone()
    {
        await StartAsync(api =>
        {
            api.Write("policy.yaml", "\"os_masakari_api:notifications:index\": \"role:member\"\n");
            api.Write("policy.d/50.yaml", $"{List}: \"role:member\"\n");
        });

        api.Delete("policy.d/50.yaml");
        api.Write("policy.yaml", "a:\n");
        api.Write("policy.d/60.yaml", $"{List}: \"!\"\n");
        for (var call = 0; call < 2; call++)
            Assert.That((await MemberAsync(), await NotificationsAsync()), Is.EqualTo((200, 200)));
        Assert.That(Gone(), Has.Exactly(1).Contains("50.yaml"));

        api.Write("policy.yaml", "# mended\n");
        Assert.That((await MemberAsync(), await NotificationsAsync()), Is.EqualTo((403, 403)));
        api.Delete("policy.d/60.yaml");
        Assert.That(await MemberAsync(), Is.EqualTo(403), "the rules of both stay, and the later one's goes before");

        api.Write("policy.d/60.yaml", "");
        Assert.That(await MemberAsync(), Is.EqualTo(200));
        Assert.That(Gone().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Files_of_the_folder_go_before_the_main_one_in_the_order_of_their_names()
    {
        await StartAsync(api =>
        {
            api.Write("policy.yaml", $"{List}: \"!\"\n");
            api.Write("policy.d/20.json", $"{{{List}: [[\"role:member\"]]}}");
            api.Write("policy.d/10.yaml", $"{List}: \"!\"\n");
            api.Write("policy.d/.30.yaml", "no policy at all");
        });

        Assert.That(await MemberAsync(), Is.EqualTo(200));
    }

    [Test]
    public async Task Takes_the_former_json_file_with_a_warning_until_there_is_a_yaml_one()
    {
        await StartAsync(api => api.Write("policy.json", $"{{{List}: \"role:member\"}}"));
        Assert.That(await MemberAsync(), Is.EqualTo(200));
        Assert.That(api.Log.Lines, Has.Exactly(1).Contains("policy.json: policies in JSON are deprecated"));

        api.Write("policy.yaml", $"{List}: \"!\"\n");
        Assert.That(await MemberAsync(), Is.EqualTo(403));
    }

    [Test]
    public async Task Tells_once_of_a_rule_that_it_does_not_understand()
    {
        await StartAsync(api => api.Write("policy.yaml", $"{List}: \"role:member admin\"\n"));

        Assert.That((await MemberAsync(), await AdminAsync()), Is.EqualTo((403, 403)));
        Assert.That(api.Log.Lines.Where(line => line.StartsWith("6312 ", StringComparison.Ordinal)), Has.Exactly(1).Contains("policy.yaml:1: the rule 'os_masakari_api:segments:index'"));
    }

    [Test]
    public async Task Warns_of_a_rule_that_nobody_asks_for()
    {
        await StartAsync(api => api.Write("policy.yaml", "\"os_masakari_api:segments:indexx\": \"@\"\n"));

        Assert.That(await MemberAsync(), Is.EqualTo(403));
        Assert.That(api.Log.Lines.Where(line => line.StartsWith("6311 ", StringComparison.Ordinal)), Has.Exactly(1).Contains("policy.yaml:1: os_masakari_api:segments:indexx: no call asks"));
    }

    [Test]
    public async Task Finds_the_files_that_the_configuration_names()
    {
        var other = Directory.CreateTempSubdirectory("masakari-policy-");
        await File.WriteAllTextAsync(Path.Combine(other.FullName, "mine.yaml"), $"{List}: \"role:member\"\n");
        await StartAsync(
            api => api.Write("more/rules.yaml", "\"os_masakari_api:vmoves:index\": \"@\"\n"),
            $"policy_file = {other.FullName}/mine.yaml\npolicy_dirs = {other.FullName}/none\npolicy_dirs = more");

        Assert.That((await MemberAsync(), await api.StatusAsync("/v1/notifications/x/vmoves", member)), Is.EqualTo((200, 404)));

        other.Delete(recursive: true);
    }

    [Test]
    public async Task Decides_who_is_an_administrator_by_the_rule_for_it()
    {
        await StartAsync(api => api.Write("policy.yaml", "context_is_admin: role:reader and user_id:%(user_id)s\n"));

        Assert.That(await MemberAsync(), Is.EqualTo(200));
    }

    [Test]
    public async Task Shows_the_extensions_that_the_rules_make_visible()
    {
        await StartAsync(api => api.Write("policy.yaml", """
            "os_masakari_api:extensions:index": "@"
            "os_masakari_api:extensions:detail": "@"
            "os_masakari_api:segments:discoverable": "role:member"
            """));

        var list = await api.GetAsync("/v1/extensions", member);

        Assert.That(list.Json["extensions"]!.AsArray().Select(extension => (string?)extension!["alias"]), Is.EqualTo(new[] { "segments", "versions" }));
        Assert.That(await api.StatusAsync("/v1/extensions/segments", member), Is.EqualTo(200));
        Assert.That(await api.StatusAsync("/v1/extensions/vmoves", member), Is.EqualTo(404));
        Assert.That((await api.GetAsync("/v1/extensions", admin)).Json["extensions"]!.AsArray(), Has.Count.EqualTo(6));
    }

    private async Task StartAsync(Action<GuardedApi>? before = null, string policyOptions = "")
    {
        api = await GuardedApi.StartAsync(Database, policyOptions: policyOptions, before: before);
        (member, admin) = (await api.LoginAsync("demo", "demo"), await api.LoginAsync("admin", "admin"));
    }

    private Task<int> MemberAsync() => api.StatusAsync("/v1/segments", member);

    private Task<int> NotificationsAsync() => api.StatusAsync("/v1/notifications", member);

    private IEnumerable<string> Gone() => api.Log.Lines.Where(line => line.StartsWith("6314 ", StringComparison.Ordinal));

    private Task<int> AdminAsync() => api.StatusAsync("/v1/segments", admin);
}
