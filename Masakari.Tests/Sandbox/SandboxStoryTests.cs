using System.Runtime.Versioning;
using Masakari.Host.Cli;
using Masakari.Host.Sandbox;
using Moq;

namespace Masakari.Tests.Sandbox;

public sealed class SandboxStoryTests
{
    private SandboxStage stage = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        stage = new SandboxStage(new SandboxOptions { Hosts = 2, Servers = 2 }, TimeProvider.System);
        await stage.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task EndAsync()
    {
        await stage.DisposeAsync();
        stage.Folder.Delete(recursive: true);
    }

    [Test]
    public async Task The_operators_commands_work_with_its_configuration()
    {
        var (output, errors) = (new StringWriter(), new StringWriter());

        var code = await CommandLine.RunAsync(["--config-file", stage.ConfFile, "manage", "pause", "--reason", "a trial"], output, errors);

        Assert.That((code, errors.ToString()), Is.EqualTo((0, "")));
        Assert.That(output.ToString(), Does.StartWith("Paused: "));
        Assert.That(SandboxHints.Text(stage), Does.Contain($"export OS_MASAKARI_CONFIG_DIR={stage.Folder.FullName}\n")
            .And.Contain($"masakari manage status --config-file {stage.ConfFile}\n"));
    }

    [Test]
    [Platform("Unix"), UnsupportedOSPlatform("windows")]
    public void Its_configuration_has_passwords_and_is_for_its_user_alone() =>
        Assert.That(File.GetUnixFileMode(stage.ConfFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));

    [Test]
    public void Fails_while_instances_are_left_on_the_dead_host()
    {
        var looksAway = Mock.Of<IStoryView>();

        Assert.That(
            () => new SandboxStory(stage, looksAway, TimeProvider.System).TellAsync(CancellationToken.None),
            Throws.TypeOf<StoryException>()
                .With.Message.EqualTo("2 of 2 instances are not active and unlocked on another host, for example vm-1."));
    }

    [Test]
    public void Says_what_it_was_answered_when_it_cannot_begin()
    {
        stage.Cloud.Fail(new FaultRule { Path = "/identity/v3/auth/tokens", Effect = new FaultEffect.Status(503, "Simulated.") });

        Assert.That(
            () => new SandboxStory(stage, Mock.Of<IStoryView>(), TimeProvider.System).TellAsync(CancellationToken.None),
            Throws.TypeOf<StoryException>().With.Message.EqualTo("The login to the simulated Keystone failed with HTTP status 503."));
    }
}
