using System.Text.Json.Nodes;
using Masakari.Host.Cli.Client;

namespace Masakari.Tests.Cli.Client;

/// <summary>The tasks of a recovery have the keys that openstacksdk gives them.</summary>
public sealed class TaskDetailsTests
{
    [Test]
    public void Have_the_keys_of_the_openstack_client_in_its_order()
    {
        var shown = TaskDetails.In(Notification("""
            {"name": "T", "progress": 1.0, "progress_details": [{"timestamp": "t", "progress": "1.0", "message": "m"}], "state": "SUCCESS"}
            """));

        Assert.That(shown["recovery_workflow_details"]!.ToJsonString(), Is.EqualTo(
            """[{"progress":1.0,"name":"T","state":"SUCCESS","progress_details":[{"timestamp":"t","message":"m","progress":"1.0","""
            + "\"id\":null,\"name\":null,\"location\":null}],\"id\":null,\"location\":null}]"));
    }

    [Test]
    public void Keep_what_is_new()
    {
        var shown = TaskDetails.In(Notification("""{"name": "T", "took": 5}"""));

        Assert.That((int)shown["recovery_workflow_details"]![0]!["took"]!, Is.EqualTo(5));
    }

    [Test]
    public void Are_not_invented()
    {
        var given = JsonNode.Parse("""{"status": "new"}""")!.AsObject();

        Assert.That(TaskDetails.In(given), Is.SameAs(given));
    }

    private static JsonObject Notification(string task) =>
        JsonNode.Parse($$"""{"status": "running", "recovery_workflow_details": [{{task}}]}""")!.AsObject();
}
