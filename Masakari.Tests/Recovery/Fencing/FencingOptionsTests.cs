using Masakari.Core.Configuration;
using Masakari.Core.Recovery.Fencing;

namespace Masakari.Tests.Recovery.Fencing;

[Platform("Linux")]
public sealed class FencingOptionsTests
{
    private DirectoryInfo folder = null!;

    [SetUp]
    public void Begin() => folder = Directory.CreateTempSubdirectory("masakari-fence-");

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [Test]
    public void Is_unset_by_default()
    {
        var options = FencingOptions.Read(Conf.Parse(""));

        Assert.That((options.Command, options.TimeLimit), Is.EqualTo(((FenceCommand?)null, TimeSpan.FromSeconds(60))));
    }

    [Test]
    public void Is_split_into_words()
    {
        var options = FencingOptions.Read(Conf.Parse("[host_failure]\nfence_command = /bin/sh -P 'a b'\nfence_timeout_seconds = 5\n"));

        Assert.That((options.Command!.Executable, options.TimeLimit), Is.EqualTo(("/bin/sh", TimeSpan.FromSeconds(5))));
        Assert.That((options.Command.Arguments, options.Command.Secrets), Is.EqualTo((new[] { "-P", "a b" }, new[] { "a b" })));
    }

    [TestCase("fence.sh --off", "'fence.sh' is not an absolute path")]
    [TestCase("FOLDER/missing --password secret", "'FOLDER/missing' does not exist, or cannot be seen by this user")]
    [TestCase("FOLDER", "'FOLDER' is a folder")]
    [TestCase("FOLDER/text", "'FOLDER/text' is not executable: run `chmod +x` for it")]
    [TestCase("/bin/sh 'secret", "a quote has no end, or there is no program")]
    public async Task What_cannot_be_started_is_an_error_at_its_line(string command, string message)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "text"), "");
        var conf = Conf.Parse($"[host_failure]\nfence_command = {command.Replace("FOLDER", folder.FullName, StringComparison.Ordinal)}\n");

        FencingOptions.Read(conf);

        Assert.That(conf.Errors.Select(error => $"{error}"), Is.EqualTo(new[]
        {
            $"masakari.conf:2: [host_failure] fence_command: {message.Replace("FOLDER", folder.FullName, StringComparison.Ordinal)}",
        }));
        Assert.That($"{conf.Errors[0]}", Does.Not.Contain("secret"));
    }
}
