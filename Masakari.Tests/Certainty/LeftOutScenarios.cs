namespace Masakari.Tests.Certainty;

/// <summary>The workflow details name the instances that stay on the failed host, and the rule that leaves them there.</summary>
public sealed class LeftOutScenarios
{
    private const string Strict = "[host_failure]\nevacuate_all_instances = false\nignore_instances_in_error_state = true\n";

    [Test]
    public async Task Each_rule_names_its_instances()
    {
        await using var masakari = await Story.BeginWithAsync(Strict, options: null, "plain1", "plain2");
        var enabled = new Dictionary<string, string> { ["HA_Enabled"] = "True" };
        masakari.Cloud.AddServer("c1", "wanted", metadata: enabled);
        masakari.Cloud.AddServer("c1", "broken", "error", enabled);
        masakari.Cloud.AddServer("c1", "going", metadata: enabled, taskState: "deleting");

        var notification = await masakari.LoseHostAsync("c1");

        var details = (await masakari.GetAsync($"notifications/{notification}")).GetRawText();
        Assert.Multiple(() =>
        {
            Assert.That(details, Does.Contain($"Left out (being deleted): {Named("going")}\""));
            Assert.That(details, Does.Contain($"ignore_instances_in_error_state is set): {Named("broken")}\""));
            Assert.That(details, Does.Contain($"evacuate_all_instances is not set): {Named("plain1")}, {Named("plain2")}\""));
            Assert.That(masakari.LeftOn("c1"), Is.EquivalentTo(new[] { "plain1", "plain2", "broken", "going" }));
        });
        string Named(string name) => $"{name} ({masakari.Cloud.Server(name).Id})";
    }

    [Test]
    public async Task Nothing_is_said_of_rules_that_leave_nothing_out()
    {
        await using var masakari = await Story.BeginAsync("vm1");

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That((await masakari.GetAsync($"notifications/{notification}")).GetRawText(), Does.Not.Contain("Left out"));
    }
}
