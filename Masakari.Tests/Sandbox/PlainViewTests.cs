using Masakari.Host.Sandbox;

namespace Masakari.Tests.Sandbox;

public sealed class PlainViewTests
{
    private readonly StringWriter output = new();

    [SetUp]
    public void Begin() => output.GetStringBuilder().Clear();

    [Test]
    public async Task Tells_each_change_once_and_ends_with_the_table()
    {
        var first = Look(5.26, "running",
            new MoveLook("u-1", "vm-1", "c1", null, "ongoing", null), new MoveLook("u-2", "vm-2", "c1", null, "pending", null));
        var last = Look(8.5, "finished",
            new MoveLook("u-1", "vm-1", "c1", "c2", "succeeded", null),
            new MoveLook("u-2", "vm-2", "c1", null, "ignored", "The instance is gone."));

        await new PlainView(output).FollowAsync(InTurn(first, first, last));

        Assert.That(Lines(), Is.EqualTo((string[])
        [
            "  5.3 s  vm-1: ongoing",
            "  5.3 s  notification: running",
            "  8.5 s  vm-1: succeeded, now on c2",
            "  8.5 s  vm-2: ignored",
            "  8.5 s  notification: finished",
            "+-------------------------------------------------------+",
            "| instance | from | to | vmove                          |",
            "|----------+------+----+--------------------------------|",
            "| vm-1     | c1   | c2 | succeeded                      |",
            "| vm-2     | c1   | -  | ignored: The instance is gone. |",
            "+-------------------------------------------------------+",
        ]));
    }

    [Test]
    public async Task Tells_apart_the_same_task_of_two_attempts()
    {
        TaskLook[] before = [new("EvacuateTask", 1, "FAILURE"), new("EvacuateTask", 0.5, "RUNNING")];
        var first = Look(1, "running") with { Tasks = before };
        var last = Look(3, "finished") with { Tasks = [before[0], new("EvacuateTask", 1, "SUCCESS")] };

        await new PlainView(output).FollowAsync(InTurn(first, first with { Elapsed = TimeSpan.FromSeconds(2) }, last));

        Assert.That(Lines(), Is.EqualTo((string[])
        [
            "  1.0 s  EvacuateTask: failure",
            "  1.0 s  EvacuateTask: running",
            "  1.0 s  notification: running",
            "  3.0 s  EvacuateTask: success",
            "  3.0 s  notification: finished",
        ]));
    }

    [Test]
    public async Task Tells_apart_instances_of_the_same_name()
    {
        var landed = new MoveLook("u-1", "web", "c1", "c2", "succeeded", null);
        var first = Look(1, "running", landed, new MoveLook("u-2", "web", "c1", null, "ongoing", null));
        var last = Look(3, "finished", landed, new MoveLook("u-2", "web", "c1", "c3", "succeeded", null));

        await new PlainView(output).FollowAsync(InTurn(first, first with { Elapsed = TimeSpan.FromSeconds(2) }, last));

        Assert.That(Lines().Take(5), Is.EqualTo((string[])
        [
            "  1.0 s  web: succeeded, now on c2",
            "  1.0 s  web: ongoing",
            "  1.0 s  notification: running",
            "  3.0 s  web: succeeded, now on c3",
            "  3.0 s  notification: finished",
        ]));
    }

    [Test]
    public async Task Writes_no_control_characters_whatever_the_names_hold()
    {
        var look = Look(1, "running", new MoveLook("u-1", "[red]vm[/]", "c1", "c2", "succeeded", null));

        await new PlainView(output).FollowAsync(InTurn(look));

        Assert.That(output.ToString().Where(letter => char.IsControl(letter) && letter is not ('\n' or '\r')), Is.Empty);
        Assert.That(output.ToString(), Does.Contain("| [red]vm[/] | c1   | c2 | succeeded |"));
    }

    [Test]
    public async Task Shows_of_a_long_list_what_has_not_succeeded_first()
    {
        var landed = Enumerable.Range(1, 30).Select(number => new MoveLook($"u-{number}", $"vm-{number}", "c1", "c2", "succeeded", null));
        var look = Look(1, "failed", [.. landed, new MoveLook("u-31", "vm-31", "c1", null, "failed", "No valid host was found.")]);

        await new PlainView(output).FollowAsync(InTurn(look));

        Assert.That(output.ToString(), Does.Contain("| vm-31    | c1   | -  | failed: No valid host was found. |").And.Contain("and 11 more: 11 succeeded"));
    }

    private string[] Lines() => output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static RecoveryLook Look(double seconds, string status, params MoveLook[] moves) =>
        new() { Elapsed = TimeSpan.FromSeconds(seconds), Status = status, Moves = moves };

    private static async IAsyncEnumerable<RecoveryLook> InTurn(params RecoveryLook[] looks)
    {
        foreach (var look in looks)
        {
            await Task.Yield();
            yield return look;
        }
    }
}
