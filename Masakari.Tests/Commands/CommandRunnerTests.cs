using System.Diagnostics;
using Masakari.Core.Commands;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Commands;

/// <summary>Real processes. Who waits for one to die reads a named pipe: it ends when the last process that holds it has ended.</summary>
[Platform("Linux")]
[CancelAfter(60_000)]
public sealed class CommandRunnerTests
{
    private readonly FakeClock clock = new();
    private DirectoryInfo folder = null!;

    [SetUp]
    public void Begin() => folder = Directory.CreateTempSubdirectory("masakari-commands-");

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [TestCase("exit 0", 0)]
    [TestCase("exit 1", 1)]
    [TestCase("exit 42", 42)]
    [TestCase("kill -KILL $$", 137)]
    [TestCase("kill -TERM $$", 143)]
    public async Task Tells_the_exit_code(string script, int exitCode, CancellationToken ct)
    {
        var end = await RunAsync(script, ct);

        Assert.That((end.ExitCode, end.Trouble), Is.EqualTo(((int?)exitCode, (string?)null)));
    }

    [Test]
    public async Task Hands_over_the_arguments_and_an_environment_of_its_own(CancellationToken ct)
    {
        Environment.SetEnvironmentVariable("MASAKARI_TEST_SECRET", "leaked");

        var end = await RunAsync("printf '<%s>' \"$@\"; echo; /usr/bin/env -u PWD -u SHLVL -u _ | sort; cat", ct, "a b", "$HOME", "c1");

        Assert.That(end.Output, Is.EqualTo("""
            <a b><$HOME><c1>
            LANG=C.UTF-8
            MASAKARI_HOST=c1
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

            """));
    }

    [Test]
    public async Task Leads_a_process_group_of_its_own(CancellationToken ct)
    {
        var end = await RunAsync("echo $$; cut -d' ' -f5,6 /proc/$$/stat", ct);

        var ids = end.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        Assert.That(ids, Has.Count.EqualTo(1), "its id, its group and its session are one");
    }

    [Test]
    public async Task Keeps_what_comes_on_both_streams(CancellationToken ct)
    {
        var end = await RunAsync("echo out; echo err >&2", ct);

        Assert.That(end.Output, Is.EqualTo("out\nerr\n").Or.EqualTo("err\nout\n"));
    }

    [Test]
    public async Task Keeps_a_document_apart_from_the_errors_and_as_long_as_it_may_be(CancellationToken ct)
    {
        var file = Path.Combine(folder.FullName, "tool");
        await File.WriteAllTextAsync(file, "echo warning >&2; head -c 100000 /dev/zero | tr '\\0' x\n", ct);
        var call = new CommandCall("/bin/sh", [file], new Dictionary<string, string>(), TimeSpan.FromSeconds(60))
        {
            LongestDocument = 90_000,
        };

        var end = await new CommandRunner(clock).RunAsync(call, ct);

        Assert.That((end.ExitCode, end.Output, end.StandardOutput.Length), Is.EqualTo(((int?)0, "warning\n", 90_000)));
    }

    [Test]
    public async Task Keeps_the_beginning_of_a_long_output_and_reads_the_rest(CancellationToken ct)
    {
        var end = await RunAsync("echo out; head -c 1000000 /dev/zero; exit 3", ct);

        Assert.That(end.ExitCode, Is.EqualTo(3));
        Assert.That(end.Output, Does.StartWith("out\n").And.Length.EqualTo(4 * ShownOutput.Longest));
    }

    [Test]
    public async Task Kills_the_command_and_its_children_at_the_time_limit(CancellationToken ct)
    {
        var pipe = await MakePipeAsync(ct);
        var running = RunAsync($"exec 3>{pipe}; sleep 1000 & echo begun >&3; wait", ct);
        using var reader = new StreamReader(pipe);
        await reader.ReadLineAsync(ct);

        clock.Advance(TimeSpan.FromSeconds(61));

        Assert.That((await running).Trouble, Is.EqualTo("it did not end within 60 s and was killed"));
        Assert.That(await reader.ReadToEndAsync(ct), Is.Empty, "read when all of them are dead");
    }

    [Test]
    public async Task Kills_what_a_command_left_behind_when_it_ended(CancellationToken ct)
    {
        var pipe = await MakePipeAsync(ct);
        var running = RunAsync($"exec 3>{pipe}; (trap '' HUP TERM; sleep 1000) & exit 0", ct);
        using var reader = new StreamReader(pipe);

        Assert.That((await running).ExitCode, Is.Zero);
        Assert.That(await reader.ReadToEndAsync(ct), Is.Empty);
    }

    [Test]
    public async Task Kills_the_command_when_its_caller_gives_up(CancellationToken ct)
    {
        var pipe = await MakePipeAsync(ct);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = RunAsync($"exec 3>{pipe}; echo begun >&3; sleep 1000", over.Token);
        using var reader = new StreamReader(pipe);
        await reader.ReadLineAsync(ct);

        await over.CancelAsync();

        Assert.That(() => running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await reader.ReadToEndAsync(ct), Is.Empty);
    }

    [Test]
    public async Task A_file_that_is_gone_is_no_answer(CancellationToken ct)
    {
        var call = new CommandCall(Path.Combine(folder.FullName, "gone"), [], new Dictionary<string, string>(), TimeSpan.FromSeconds(60));

        var end = await new CommandRunner(clock).RunAsync(call, ct);

        Assert.That((end.ExitCode, end.Trouble), Is.EqualTo(((int?)null, "it could not be started: there is no such file")));
    }

    [Test]
    public async Task A_file_that_cannot_be_executed_is_no_answer(CancellationToken ct)
    {
        var file = Path.Combine(folder.FullName, "text");
        await File.WriteAllTextAsync(file, "no program", ct);

        var end = await new CommandRunner(clock).RunAsync(
            new CommandCall(file, [], new Dictionary<string, string>(), TimeSpan.FromSeconds(60)), ct);

        Assert.That(end.ExitCode, Is.Not.Zero.And.Not.EqualTo(1), "neither off nor on");
    }

    private async Task<CommandEnd> RunAsync(string script, CancellationToken ct, params string[] arguments)
    {
        // The shell reads the script: a file that was only just written may be too busy to be executed.
        var file = Path.Combine(folder.FullName, "fence");
        await File.WriteAllTextAsync(file, $"{script}\n", CancellationToken.None);
        var environment = new Dictionary<string, string> { ["MASAKARI_HOST"] = "c1" };
        return await new CommandRunner(clock).RunAsync(new CommandCall("/bin/sh", [file, .. arguments], environment, TimeSpan.FromSeconds(60)), ct);
    }

    private async Task<string> MakePipeAsync(CancellationToken ct)
    {
        var pipe = Path.Combine(folder.FullName, "pipe");
        using var made = Process.Start("mkfifo", pipe);
        await made.WaitForExitAsync(ct);
        return pipe;
    }
}
