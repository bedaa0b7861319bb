namespace Masakari.Tests.Certainty;

/// <summary>
/// Answers of Nova with fields that are missing or null: tolerated where absent means the default, else an error that names the field.
/// </summary>
public sealed class AnswerScenarios
{
    [Test]
    public async Task A_service_without_forced_down_and_reason_is_recovered(
        [Values("forced_down", "disabled_reason")] string field)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Distort("c1", field, json: null);

        Assert.That(await masakari.EndAsync(await masakari.KillAndReportAsync("c1")), Is.EqualTo("finished"));

        Assert.That(masakari.LeftOn("c1"), Is.Empty);
    }

    [Test]
    public async Task A_service_whose_forced_down_is_null_is_recovered()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Distort("c1", "forced_down", "null");

        var notification = await masakari.LoseHostAsync("c1");

        var message = await masakari.MessageAsync(notification);
        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("finished"), $"a null forced_down ended the recovery: {message}");
        Assert.That(masakari.LeftOn("c1"), Is.Empty);
    }

    [Test]
    public async Task A_list_that_is_null_for_some_calls_ends_no_recovery([Values("services", "servers", "migrations")] string list)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(150);

        masakari.Cloud.Distort(of: null, list, "null", calls: 5);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That(masakari.LeftOn("c1"), Is.Empty);
    }

    [Test]
    public async Task A_list_that_is_always_null_is_named_in_the_message([Values("servers", "migrations")] string list)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Distort(of: null, list, "null");

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("failed"));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain(list));
    }

    [Test]
    public async Task A_field_that_is_always_missing_is_named_in_the_message([Values("state", "status")] string field)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Distort("c1", field, json: null);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("failed"));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain(field));
    }

    [Test]
    public async Task A_strange_answer_about_one_host_does_not_stop_the_next_recovery()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.AddServer("c2", "vm2");
        masakari.Cloud.Distort("vm1", "OS-EXT-STS:vm_state", "[]");
        await masakari.LoseHostAsync("c1");

        Assert.That(await masakari.EndAsync(await masakari.KillAndReportAsync("c2")), Is.EqualTo("finished"));
    }
}
