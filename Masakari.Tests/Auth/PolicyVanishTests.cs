namespace Masakari.Tests.Auth;

/// <summary>Policy files that are deleted while the service runs.</summary>
internal sealed class PolicyVanishTests(string kind) : ServedPolicy(kind)
{
    [TestCase("policy.yaml")]
    [TestCase("policy.d/10.yaml")]
    public async Task A_file_that_vanishes_leaves_its_rules_in_force(string file)
    {
        await StartAsync(served => served.Write(file, $"{List}: \"role:member\"\n"));

        Api.Delete(file);

        Assert.That(new[] { await MemberAsync(), await MemberAsync() }, Is.EqualTo(new[] { 200, 200 }));
        Assert.That(Gone(), Has.Exactly(1).Contains($"{file} is gone; its rules stay in force. Restore the file"));

        Api.Write(file, "");
        Assert.That(await MemberAsync(), Is.EqualTo(403));

        Api.Delete(file);
        Assert.That((await MemberAsync(), Gone().Count()), Is.EqualTo((403, 1)), "an empty file leaves nothing behind");
    }

    [Test]
    public async Task Changes_of_other_files_count_while_one_is_gone()
    {
        await StartAsync(served =>
        {
            served.Write("policy.yaml", "\"os_masakari_api:notifications:index\": \"!\"\n");
            served.Write("policy.d/50.yaml", $"{List}: \"role:member\"\n");
        });
        Api.Delete("policy.d/50.yaml");

        Api.Write("policy.yaml", $"\"os_masakari_api:notifications:index\": \"role:member\"\n{List}: \"!\"\n");
        Assert.That((await MemberAsync(), await NotificationsAsync()), Is.EqualTo((200, 200)), "the file that is gone still goes before the main one");

        Api.Write("policy.d/60.yaml", $"{List}: \"role:admin\"\n");
        Assert.That((await MemberAsync(), await AdminAsync()), Is.EqualTo((403, 200)), "a later file goes before the one that is gone");

        Api.Write("policy.d/60.yaml", "");
        Api.Write("policy.d/40.yaml", $"{List}: \"!\"\n");
        Assert.That(await MemberAsync(), Is.EqualTo(200), "an earlier file does not");
        Assert.That(Gone(), Has.Exactly(1).Contains("50.yaml"));

        Api.Write("policy.d/50.yaml", "# back\n");
        Assert.That((await MemberAsync(), await NotificationsAsync()), Is.EqualTo((403, 200)));

        Api.Write("policy.d/50.yaml", $"{List}: \"role:member\"\n");
        Assert.That(await MemberAsync(), Is.EqualTo(200));
        Directory.Delete(Api.PathOf("policy.d"), recursive: true);
        Assert.That(await MemberAsync(), Is.EqualTo(200), "with its folder");
        Assert.That(Gone(), Has.Exactly(2).Contains("50.yaml"));
    }

    [Test]
    public async Task A_broken_file_leaves_everything_as_it_was_also_while_another_is_gone()
    {
        await StartAsync(served =>
        {
            served.Write("policy.yaml", "\"os_masakari_api:notifications:index\": \"role:member\"\n");
            served.Write("policy.d/50.yaml", $"{List}: \"role:member\"\n");
        });

        Api.Delete("policy.d/50.yaml");
        Api.Write("policy.yaml", "a:\n");
        Api.Write("policy.d/60.yaml", $"{List}: \"!\"\n");
        for (var call = 0; call < 2; call++)
            Assert.That((await MemberAsync(), await NotificationsAsync()), Is.EqualTo((200, 200)));
        Assert.That(Gone(), Has.Exactly(1).Contains("50.yaml"));

        Api.Write("policy.yaml", "# mended\n");
        Assert.That((await MemberAsync(), await NotificationsAsync()), Is.EqualTo((403, 403)));
        Api.Delete("policy.d/60.yaml");
        Assert.That(await MemberAsync(), Is.EqualTo(403), "the rules of both stay, and the later one's goes before");

        Api.Write("policy.d/60.yaml", "");
        Assert.That(await MemberAsync(), Is.EqualTo(200));
        Assert.That(Gone().Count(), Is.EqualTo(2));
    }

    private IEnumerable<string> Gone() => Api.Log.Lines.Where(line => line.StartsWith("6314 ", StringComparison.Ordinal));
}
