using Masakari.Host.Cli.Client;
using Masakari.Host.Sandbox;
using Spectre.Console;

namespace Masakari.Tests.Cli.Client;

/// <summary>The picture of a recovery on terminals of different sizes: 50 instances, and a message of several lines.</summary>
public sealed class WatchViewTests
{
    private const string Wait =
        "Waiting since 2026-11-29 22:50:15Z. Nova received the last heartbeat of host compute-1 at 2026-11-29 22:50:14Z. "
        + "Its instances are evacuated at 2026-11-29 22:50:20Z if it stays silent. If the host is dead, run `masakari manage confirm-down "
        + "compute-1`, or force its nova-compute down in Nova. To end the recovery, run `masakari manage abort "
        + "b22b9d50-2739-4f5d-87e7-7fb9e4119402`.";

    [TestCase(80, 24, null)]
    [TestCase(80, 24, Wait)]
    [TestCase(100, 30, Wait)]
    [TestCase(200, 50, null)]
    public void Fits_the_terminal(int width, int height, string? message)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        (console.Profile.Width, console.Profile.Height) = (width, height);

        console.Write(new WatchView(console, "COMPUTE_HOST notification b22b9d50-2739-4f5d-87e7-7fb9e4119402").Of(Look(message)));

        var lines = output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.That(lines, Has.Length.LessThan(height), "the last line is that of the cursor");
        Assert.That(lines, Has.Some.StartsWith("and ").And.Some.StartsWith("running, watched for 7.3 s").And.Some.Contains("10 of 50"));
        Assert.That(lines.Count(line => line.StartsWith("| vm-", StringComparison.Ordinal)), Is.GreaterThan(height / 5));
    }

    [TestCase("FAILURE", "\e[91m")]
    [TestCase("SUCCESS", "\e[32m")]
    public void The_bar_of_a_failed_task_is_red(string state, string colour)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard, Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 80;

        console.Write(new WatchView(console, "COMPUTE_HOST notification").Of(
            Look(message: null) with { Tasks = [new TaskLook("EvacuateInstancesTask", 1, state)], Moves = [] }));

        Assert.That(output.ToString(), Does.Contain($"{colour}##############################"));
    }

    private static RecoveryLook Look(string? message) => new()
    {
        Elapsed = TimeSpan.FromSeconds(7.3),
        Status = "running",
        Message = message,
        Tasks =
        [
            new TaskLook("DisableComputeServiceTask", 1, "SUCCESS"), new TaskLook("PrepareHAEnabledInstancesTask", 1, "SUCCESS"),
            new TaskLook("EvacuateInstancesTask", 0.5, "RUNNING"),
        ],
        Moves = [.. Enumerable.Range(1, 50).Select(number => new MoveLook(
            $"u-{number}", $"vm-{number}", "compute-1", number <= 10 ? "compute-2" : null, number <= 10 ? "succeeded" : "ongoing", null))],
    };
}
