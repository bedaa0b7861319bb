namespace Masakari.Tests.RealCloud;

/// <summary>A fence command that says off, still on, or cannot tell, and a real Nova.</summary>
[Category("RealCloud")]
internal sealed class FencingRealCloudTests
{
    private const int Count = 3;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-fence-");
    private HostFailure? failure;

    [TearDown]
    public async Task EndAsync()
    {
        if (failure is not null)
            await failure.DisposeAsync();
        failure = null;
    }

    [OneTimeTearDown]
    public void Remove() => folder.Delete(recursive: true);

    [Test]
    public async Task Off_is_proof_and_nothing_waits_for_the_silence()
    {
        await StrikeAsync(answer: 0, "wait_period_after_service_update = 600");

        var end = await failure!.UntilAsync("end of the recovery", progress => progress.IsOver);

        Assert.That(end.Status, Is.EqualTo("finished"));
        await Verdict.AssertRecoveredAsync(failure);
        Assert.That(Asked(), Is.EqualTo(1), "asked once");
        await PrintAsync();
    }

    [Test]
    public async Task A_host_that_is_still_on_is_not_evacuated_until_it_is_off()
    {
        await StrikeAsync(answer: 1);

        await WaitForMessageAsync("still on");
        // The silence alone would evacuate after 6 s. The command is asked again after 15 s.
        await Poll.UntilAsync(
            "second question", () => Task.FromResult(Asked()), asked => asked >= 2, TimeSpan.FromMilliseconds(200), TimeSpan.FromMinutes(1));
        var waiting = await failure!.Database.ProgressAsync(failure.Notification, HostFailure.Host);
        Answer(0);
        var end = await failure.UntilAsync("end of the recovery", progress => progress.IsOver);

        Assert.That((waiting.Status, waiting.Ongoing + waiting.Succeeded), Is.EqualTo(("running", 0)), "evacuated a host that is on");
        Assert.That(end.Status, Is.EqualTo("finished"));
        await Verdict.AssertRecoveredAsync(failure);
        await PrintAsync();
    }

    [Test]
    public async Task When_the_command_cannot_tell_the_silence_decides()
    {
        await StrikeAsync(answer: 2);

        var end = await failure!.UntilAsync("end of the recovery", progress => progress.IsOver);

        Assert.That(end.Status, Is.EqualTo("finished"));
        await Verdict.AssertRecoveredAsync(failure);
        Assert.That(Asked(), Is.EqualTo(2), "asked once more, then no longer");
        await PrintAsync();
    }

    private string Command => Path.Combine(folder.FullName, "fence");

    private string Log => Path.Combine(folder.FullName, "asked");

    private async Task StrikeAsync(int answer, string more = "")
    {
        File.Delete(Log);
        Answer(answer);
        failure = await HostFailure.PrepareAsync(Count, $"[DEFAULT]\n{more}\n[host_failure]\nfence_command = {Command}\n");
        await failure.StrikeAsync();
    }

    /// <summary>The command writes the host down and gives the answer.</summary>
    private void Answer(int code)
    {
        var written = Command + ".new";
        File.WriteAllText(written, $"#!/bin/sh\necho \"$1\" >> {Log}\nexit {code}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(written, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(written, Command, overwrite: true);
    }

    private int Asked()
    {
        if (!File.Exists(Log)) return 0;
        var hosts = File.ReadAllLines(Log);
        Assert.That(hosts, Is.All.EqualTo(HostFailure.Host), "the host that it is asked about");
        return hosts.Length;
    }

    private Task WaitForMessageAsync(string words) => Poll.UntilAsync(
        $"message with '{words}'", failure!.MessageAsync, message => message.Contains(words, StringComparison.Ordinal),
        TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1));

    private async Task PrintAsync()
    {
        var first = await failure!.Database.FirstEvacuateAsync(failure.Notification);
        await TestContext.Out.WriteLineAsync($"POST -> first evacuate {(first - failure.PostedAt).TotalSeconds:0.0} s, asked {Asked()} times");
    }
}
