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
        var first = Look(5.26, "running", new MoveLook("vm-1", "c1", null, "ongoing", null), new MoveLook("vm-2", "c1", null, "pending", null));
        var last = Look(8.5, "finished", new MoveLook("vm-1", "c1", "c2", "succeeded", null), new MoveLook("vm-2", "c1", null, "ignored", "The instance is gone."));

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
    public async Task Writes_no_control_characters_whatever_the_names_hold()
    {
        var look = Look(1, "running", new MoveLook("[red]vm[/]", "c1", "c2", "succeeded", null));

        await new PlainView(output).FollowAsync(InTurn(look));

        Assert.That(output.ToString().Where(letter => char.IsControl(letter) && letter is not ('\n' or '\r')), Is.Empty);
        Assert.That(output.ToString(), Does.Contain("| [red]vm[/] | c1   | c2 | succeeded |"));
    }

    [Test]
    public async Task Shows_of_a_long_list_what_has_not_succeeded_first()
    {
        var landed = Enumerable.Range(1, 30).Select(number => new MoveLook($"vm-{number}", "c1", "c2", "succeeded", null));
        var look = Look(1, "failed", [.. landed, new MoveLook("vm-31", "c1", null, "failed", "No valid host was found.")]);

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
