using System.Text.Json;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Sandbox;

public sealed class RecoveryLookTests
{
    [Test]
    public void Reads_what_the_API_shows()
    {
        var notification = JsonElement.Parse("""
            {"status": "finished", "message": null,
             "recovery_workflow_details": [{"name": "EvacuateInstancesTask", "progress": 1.0, "state": "SUCCESS", "progress_details": []}]}
            """);
        var moves = JsonElement.Parse("""
            {"vmoves": [{"uuid": "u-1", "instance_name": "vm-1", "source_host": "c1", "dest_host": "c2", "status": "succeeded",
             "message": null}]}
            """);

        var look = RecoveryLook.From(TimeSpan.FromSeconds(3), notification, moves);

        Assert.That(look.IsOver, Is.True);
        Assert.That(look.Tasks, Is.EqualTo(new[] { new TaskLook("EvacuateInstancesTask", 1, "SUCCESS") }));
        Assert.That(look.Moves, Is.EqualTo(new[] { new MoveLook("u-1", "vm-1", "c1", "c2", "succeeded", null) }));
    }

    [TestCase("new")]
    [TestCase("running")]
    [TestCase("error")]
    public void Is_not_over_while_another_attempt_may_come(string status)
    {
        var look = RecoveryLook.From(TimeSpan.Zero, JsonElement.Parse($$"""{"status": "{{status}}"}"""), JsonElement.Parse("{}"));

        Assert.That(look.IsOver, Is.False);
    }
}
