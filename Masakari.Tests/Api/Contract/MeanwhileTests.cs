using Moq;

namespace Masakari.Tests.Api.Contract;

/// <summary>A change during the request to Nova counts: whatever was read before must be read again afterwards.</summary>
internal sealed class MeanwhileTests(string kind) : ContractTests(kind)
{
    private const string Renaming = """{"host": {"name": "new"}}""";
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    [Test]
    public async Task The_segment_was_deleted()
    {
        Meanwhile(() => Api.SendAsync("DELETE", things.In("/v1/segments/SEGMENT")));

        var answer = await PostAsync(things.In("/v1/segments/SEGMENT/hosts"), NewHost);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((404, things.In("No failover segment with id SEGMENT."))));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM hosts WHERE deleted = 0"), Is.Zero);
    }

    [TestCase("POST", "/v1/segments/SEGMENT/hosts")]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/HOST")]
    public async Task The_name_was_taken(string method, string path)
    {
        var other = await Seed.SegmentAsync("s2");
        Meanwhile(() => PostAsync($"/v1/segments/{other.Uuid}/hosts", NewHost));

        var answer = await Api.SendAsync(method, things.In(path), NewHost);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((409, "Host with name new already exists.")));
        Assert.That(await ScalarAsync<string>("SELECT failover_segment_id FROM hosts WHERE name = 'new'"), Is.EqualTo($"{other.Uuid}"));
    }

    [Test]
    public async Task A_report_came()
    {
        Meanwhile(() => PostAsync("/v1/notifications", NewNotification));

        var answer = await Api.SendAsync("PUT", things.In("/v1/segments/SEGMENT/hosts/HOST"), Renaming);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((409, things.In("Host HOST can't be updated as it is in-use to process notifications."))));
        Assert.That(await ScalarAsync<string>("SELECT name FROM hosts"), Is.EqualTo("c1"));
    }

    [Test]
    public async Task The_host_was_deleted()
    {
        Meanwhile(() => Api.SendAsync("DELETE", things.In("/v1/segments/SEGMENT/hosts/HOST")));

        var answer = await Api.SendAsync("PUT", things.In("/v1/segments/SEGMENT/hosts/HOST"), Renaming);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((404, things.In("Host 'HOST' under failover_segment 'SEGMENT' could not be found."))));
    }

    [Test]
    public async Task Something_else_of_the_host_was_changed()
    {
        Meanwhile(() => Api.SendAsync("PUT", things.In("/v1/segments/SEGMENT/hosts/HOST"), """{"host": {"reserved": true}}"""));

        var answer = await Api.SendAsync("PUT", things.In("/v1/segments/SEGMENT/hosts/HOST"), Renaming);

        Assert.That((answer.Status, Text(answer.Json["host"], "name"), answer.Json["host"]!["reserved"]!.GetValue<bool>()), Is.EqualTo((200, "new", true)));
    }

    // Runs the change once, during the question about the host that gets the name "new".
    private void Meanwhile(Func<Task<Answer>> deed)
    {
        Func<Task<Answer>>? once = deed;
        Nova.Setup(nova => nova.FindServiceAsync("new", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            if (Interlocked.Exchange(ref once, null) is { } todo)
                Assert.That((await todo()).Status, Is.InRange(200, 299));
            return ToldByNova("new");
        });
    }
}
