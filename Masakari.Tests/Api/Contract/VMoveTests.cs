using Masakari.Core.Persistence;

namespace Masakari.Tests.Api.Contract;

/// <summary>Vmoves: the listing, a single one, and the answers for unknown ids.</summary>
internal sealed class VMoveTests(string kind) : ContractTests(kind)
{
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    [TestCase("1.0")]
    [TestCase("1.3")]
    public async Task Shows_vmoves_at_any_version(string version)
    {
        var vmove = $"{{\"id\": {await ScalarAsync<int>("SELECT id FROM vmoves")}, \"uuid\": \"{things.VMove}\", \"notification_uuid\": \"{things.Notification}\", "
            + "\"instance_uuid\": \"5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55\", \"instance_name\": \"db-1\", \"source_host\": \"c1\", \"dest_host\": \"c2\", "
            + "\"start_time\": \"2026-07-02T09:10:02.000000\", \"end_time\": null, \"type\": \"evacuation\", \"status\": \"ongoing\", \"message\": null, "
            + "\"created_at\": \"2026-07-02T09:10:01.000000\", \"updated_at\": \"2026-07-02T09:10:31.000000\", \"deleted_at\": null, \"deleted\": false}";

        var listed = await AskAsync(version, "GET", things.In("/v1/notifications/NOTIFICATION/vmoves"));
        var shown = await AskAsync(version, "GET", things.In("/v1/notifications/NOTIFICATION/vmoves/VMOVE"));

        Assert.That((listed.Body, shown.Body), Is.EqualTo(($"{{\"vmoves\": [{vmove}]}}", $"{{\"vmove\": {vmove}}}")));
    }

    [TestCase("/v1/notifications/INSTANCE/vmoves")]
    [TestCase("/v1/notifications/INSTANCE/vmoves/VMOVE")]
    public async Task Has_vmoves_of_hosts_only(string path)
    {
        var answer = await Api.GetAsync(things.In(path));

        Assert.That((answer.Status, answer.Body), Is.EqualTo((400, $"{{\"badRequest\": {{\"code\": 400, \"message\": \"This notification {things.InstanceNotification} without vm moves.\"}}}}")));
    }

    [TestCase("pending", "evacuation")]
    [TestCase("ongoing", "migration")]
    [TestCase("ignored", "live_migration")]
    [TestCase("failed", "evacuation")]
    [TestCase("succeeded", "evacuation")]
    public async Task Shows_all_there_is_to_a_vmove(string status, string type)
    {
        await ExecuteAsync("""
            UPDATE vmoves SET status = @status, type = @type, message = 'it''s "done"', start_time = '2026-07-02 09:10:02.040267', end_time = '2026-07-02 09:10:31.463602'
            """, new { status, type });

        var shown = await Api.GetAsync(things.In("/v1/notifications/NOTIFICATION/vmoves/VMOVE"));

        // In MariaDB the column has no fractions.
        var (began, ended) = IsMariaDb ? ("02.000000", "31.000000") : ("02.040267", "31.463602");
        Assert.That(shown.Body, Does.Contain(
            $"\"start_time\": \"2026-07-02T09:10:{began}\", \"end_time\": \"2026-07-02T09:10:{ended}\", "
            + $"\"type\": \"{type}\", \"status\": \"{status}\", \"message\": \"it's \\\"done\\\"\", "));
    }

    [Test]
    public async Task Shows_null_for_what_is_not_known_of_a_vmove()
    {
        await ExecuteAsync("UPDATE vmoves SET source_host = NULL, dest_host = NULL, start_time = NULL, end_time = NULL, type = NULL, status = NULL, updated_at = NULL");

        var shown = await Api.GetAsync(things.In("/v1/notifications/NOTIFICATION/vmoves/VMOVE"));

        Assert.That(shown.Body, Does.Contain(
            "\"source_host\": null, \"dest_host\": null, \"start_time\": null, \"end_time\": null, \"type\": null, \"status\": null, \"message\": null, "
            + "\"created_at\": \"2026-07-02T09:10:01.000000\", \"updated_at\": null, "));
    }

    // A GET of one vmove does not check that the vmove belongs to the notification in the path; the original does not check either.
    [Test]
    public async Task Shows_a_vmove_under_any_notification_of_a_host_and_lists_it_under_its_own()
    {
        var other = Guid.NewGuid();
        await NotifyAsync(things.Host, "COMPUTE_HOST", "finished", other);

        var shown = await Api.GetAsync(things.In($"/v1/notifications/{other.ToText()}/vmoves/VMOVE"));
        var listed = await Api.GetAsync($"/v1/notifications/{other.ToText()}/vmoves");

        Assert.That((shown.Status, Text(shown.Json["vmove"], "notification_uuid")), Is.EqualTo((200, things.Notification.ToText())));
        Assert.That((listed.Status, listed.Body), Is.EqualTo((200, "{\"vmoves\": []}")));
    }
}
