using System.Text;

namespace Masakari.Tests.Auth;

/// <summary>Policy files that change while the service runs.</summary>
internal sealed class PolicyReloadTests(string kind) : ServedPolicy(kind)
{
    [Test]
    public async Task Picks_up_a_file_that_appears_changes_and_loses_a_line()
    {
        await StartAsync();
        Assert.That(await MemberAsync(), Is.EqualTo(403));

        Api.Write("policy.yaml", $"{List}: \"role:member\"\n");
        Assert.That(await MemberAsync(), Is.EqualTo(200));

        Api.Write("policy.yaml", $"{List}: \"role:reader and not role:member\"\n");
        Assert.That(await MemberAsync(), Is.EqualTo(403));

        Api.Write("policy.yaml", "# empty\n");
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
        await StartAsync(served => served.Write("policy.yaml", $"{List}: \"role:member\"\n\"context_is_admin\": \"role:nobody\"\n"));

        Api.Write(file, text);

        Assert.That(new[] { await MemberAsync(), await MemberAsync(), await AdminAsync() }, Is.EqualTo(new[] { 200, 200, 200 }));
        Assert.That((await Api.GetAsync("/v1/notifications", Admin)).Status, Is.EqualTo(403));
        Assert.That(Api.Log.Lines.Where(line => line.StartsWith("6310 ", StringComparison.Ordinal)), Has.Exactly(1).Contains(Api.PathOf(file) + ":"));

        Api.Write(file, $"{List}: \"!\" # mended\n");
        Assert.That(await MemberAsync(), Is.EqualTo(403));
    }

    [Test]
    public async Task A_file_that_could_not_be_read_is_in_force_once_it_can()
    {
        await StartAsync(served => served.Write("policy.yaml", $"{List}: \"role:member\"\n"));
        await using (var locked = new FileStream(Api.PathOf("policy.yaml"), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await locked.WriteAsync(Encoding.UTF8.GetBytes($"{List}: \"!\"\n"));
            await locked.FlushAsync();
            Assert.That(new[] { await MemberAsync(), await MemberAsync() }, Is.EqualTo(new[] { 200, 200 }));
        }

        Assert.That(await MemberAsync(), Is.EqualTo(403));
        Assert.That(Api.Log.Lines.Where(line => line.StartsWith("6310 ", StringComparison.Ordinal)), Has.Exactly(1).Contains("cannot be read"));
    }

    [Test]
    [Platform("Unix")]
    public async Task A_change_behind_a_link_is_noticed()
    {
        await StartAsync(served =>
        {
            served.Write("1/policy.yaml", $"{List}: \"role:member\"\n");
            served.Write("2/policy.yaml", $"{List}: \"role:nobody\"\n");
            Directory.CreateSymbolicLink(served.PathOf("current"), "1");
            File.CreateSymbolicLink(served.PathOf("policy.yaml"), "current/policy.yaml");
        });
        Assert.That(await MemberAsync(), Is.EqualTo(200));

        File.SetLastWriteTimeUtc(Api.PathOf("2/policy.yaml"), DateTime.UnixEpoch);
        Directory.Delete(Api.PathOf("current"));
        Directory.CreateSymbolicLink(Api.PathOf("current"), "2");
        Assert.That(await MemberAsync(), Is.EqualTo(403));

        Api.Write("2/policy.yaml", $"{List}: \"role:member\" # edited in place\n");
        Assert.That(await MemberAsync(), Is.EqualTo(200));

        Api.Delete("2/policy.yaml");
        Assert.That(await MemberAsync(), Is.EqualTo(200));
        Assert.That(Api.Log.Lines.Where(line => line.StartsWith("6310 ", StringComparison.Ordinal)), Has.Exactly(1).Contains("policy.yaml"));
    }

    [Test]
    [Platform("Unix")]
    public async Task A_pipe_without_a_writer_keeps_nobody_waiting()
    {
        await StartAsync();
        using (var made = System.Diagnostics.Process.Start("mkfifo", Api.PathOf("policy.yaml")))
            await made.WaitForExitAsync();

        Assert.That(await MemberAsync(), Is.EqualTo(403));
    }

    [Test]
    public async Task Nothing_changes_when_a_folder_stands_in_the_place_of_the_file()
    {
        await StartAsync(served => served.Write("policy.yaml", $"{List}: \"role:member\"\n"));
        Api.Delete("policy.yaml");

        Directory.CreateDirectory(Api.PathOf("policy.yaml"));

        Assert.That((await MemberAsync(), await MemberAsync()), Is.EqualTo((200, 200)));
    }
}
