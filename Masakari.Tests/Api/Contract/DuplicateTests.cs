namespace Masakari.Tests.Api.Contract;

/// <summary>Which reports count as duplicates: the same host, type and payload within the window, in certain statuses.</summary>
internal sealed class DuplicateTests(string kind) : ContractTests(kind)
{
    private const string Stopped = """{"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"}""";
    private const string Reordered = """{"cluster_status": "OFFLINE", "event": "STOPPED", "host_status": "NORMAL"}""";
    private const string Process = """{"event": "STOPPED", "process_name": "nova-compute"}""";
    private Things things = null!;

    [SetUp]
    public async Task Furnish()
    {
        things = await FurnishAsync();
        await ExecuteAsync("DELETE FROM notifications");
    }

    [TestCase("COMPUTE_HOST", Stopped, Stopped, 409)]
    [TestCase("COMPUTE_HOST", Stopped, Reordered, 409)]
    [TestCase("COMPUTE_HOST", Stopped, """{"event": "STOPPED"}""", 202)]
    [TestCase("COMPUTE_HOST", """{"event": "STOPPED"}""", """{"event": "STARTED"}""", 202)]
    [TestCase("PROCESS", Process, Process, 409)]
    [TestCase("PROCESS", Process, """{"process_name": "nova-compute", "event": "STOPPED"}""", 409)]
    [TestCase("PROCESS", Process, """{"event": "STOPPED", "process_name": "Nova-compute"}""", 202)]
    [TestCase("PROCESS", Process, """{"event": "STOPPED", "process_name": "nova-compute "}""", 202)]
    public async Task Compares_the_payload_as_an_object(string type, string first, string second, int status)
    {
        var accepted = await ReportAsync(type, first);
        var answer = await ReportAsync(type, second);

        Assert.That((accepted.Status, answer.Status), Is.EqualTo((202, status)), answer.Body);
        if (status == 409)
            Assert.That(answer.Body, Is.EqualTo($"{{\"conflictingRequest\": {{\"code\": 409, \"message\": \"Notification received from host c1 of type {type} is duplicate.\"}}}}"));
    }

    // The reports' own times do not matter: the older report may arrive later.
    [TestCase("2026-07-02T10:00:00")]
    [TestCase("1999-01-01")]
    [TestCase("2099-01-01")]
    public async Task Does_not_mind_what_time_a_report_bears(string time)
    {
        await ReportAsync("COMPUTE_HOST", Stopped);

        Assert.That((await ReportAsync("COMPUTE_HOST", Stopped, time: time)).Status, Is.EqualTo(409));
    }

    [Test]
    public async Task Is_none_of_another_host_or_another_type()
    {
        await Seed.HostAsync(things.Segment, "c2");
        await ReportAsync("COMPUTE_HOST", """{"event": "STOPPED"}""");

        var ofAnother = await ReportAsync("COMPUTE_HOST", """{"event": "STOPPED"}""", host: "c2");
        await ExecuteAsync("UPDATE notifications SET type = 'PROCESS'");
        var ofAnotherType = await ReportAsync("COMPUTE_HOST", """{"event": "STOPPED"}""");

        Assert.That((ofAnother.Status, ofAnotherType.Status), Is.EqualTo((202, 202)));
    }

    [Test]
    public async Task Is_none_of_a_host_that_was_deleted_and_registered_again()
    {
        await ReportAsync("COMPUTE_HOST", Stopped);
        await ExecuteAsync("UPDATE notifications SET status = 'finished'");
        await Api.SendAsync("DELETE", things.In("/v1/segments/SEGMENT/hosts/HOST"));
        await PostAsync(things.In("/v1/segments/SEGMENT/hosts"), NewHost.Replace("new", "c1", StringComparison.Ordinal));

        Assert.That((await ReportAsync("COMPUTE_HOST", Stopped)).Status, Is.EqualTo(202));
    }

    private Task<Answer> ReportAsync(string type, string payload, string time = "2026-07-02T10:00:00", string host = "c1") => PostAsync("/v1/notifications",
        $$$"""{"notification": {"type": "{{{type}}}", "hostname": "{{{host}}}", "generated_time": "{{{time}}}", "payload": {{{payload}}}}}""");
}
