namespace Masakari.Tests.Certainty;

/// <summary>One instance whose record cannot be read: the others are moved, and the recovery does not end as if all were well.</summary>
public sealed class UnreadableScenarios
{
    private const string State = "OS-EXT-STS:vm_state";

    [Test]
    public async Task One_unreadable_instance_of_20_is_held_out_and_named()
    {
        await using var masakari = await Story.BeginAsync(Story.Servers(20));
        masakari.Cloud.Distort("vm7", State, json: null);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That(masakari.LeftOn("c1"), Is.EqualTo(new[] { "vm7" }));
        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("failed"));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("cannot read Nova's record of 1 instance on host c1 and does not move it: ")
            .And.Contain($"vm7 ({masakari.Cloud.Server("vm7").Id}): '{State}' is missing"));
        var details = (await masakari.GetAsync($"notifications/{notification}")).GetRawText();
        Assert.That(details, Does.Contain("Total number of instances on host c1: 20").And.Contain("vm7 ("));
    }

    [Test]
    public async Task It_is_moved_when_it_can_be_read_again()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.Distort("vm1", State, "null", calls: 6);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That((await masakari.StatusAsync(notification), masakari.LeftOn("c1").Count), Is.EqualTo(("finished", 0)));
    }

    [Test]
    public async Task It_keeps_a_host_without_other_instances_from_finished()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Distort("vm1", State, "7");

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That((await masakari.StatusAsync(notification), masakari.LeftOn("c1").Count), Is.EqualTo(("failed", 1)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain(State));
    }

    [Test]
    public async Task One_that_becomes_unreadable_in_the_middle_does_not_stop_the_others()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null, Story.Servers(6));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        masakari.Cloud.Distort("vm5", State, "null");

        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.EqualTo(new[] { "vm5" }));
        Assert.That((await masakari.MoveMessagesAsync(notification))["vm5"], Does.Contain(State));
    }
}
