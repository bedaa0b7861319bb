using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Recovery.Actions;

/// <summary>A disable whose answer comes late.</summary>
public sealed class BackgroundDisableTests
{
    private static readonly ComputeService Service = new() { Id = "1", Host = "c1", Enabled = true, Up = false };

    private readonly FakeClock clock = new();

    /// <summary>A list that was asked for before the answer may show the service enabled: no reason to disable it again.</summary>
    [Test]
    public async Task A_list_from_before_the_answer_does_not_tell_what_the_disable_did()
    {
        var answer = new TaskCompletionSource<bool>();
        await using var disable = new BackgroundDisable(() => Task.CompletedTask, (_, _) => answer.Task, clock, default);
        Assert.That(disable.IsIdleSince(clock.GetTimestamp()), Is.True, "nothing was sent yet");
        await disable.SendAsync(Service);
        var listed = clock.GetTimestamp();

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(disable.IsIdleSince(listed), Is.False, "no answer yet");
        answer.SetResult(true);

        Assert.That((disable.IsIdleSince(listed), disable.IsIdleSince(clock.GetTimestamp())), Is.EqualTo((false, true)));
    }
}
