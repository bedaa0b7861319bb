namespace Masakari.Tests.Api.Contract;

/// <summary>Every call that exists, with and without a project in the path.</summary>
internal sealed class PathTests(string kind) : ContractTests(kind)
{
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    // The success code of every call.
    [TestCase("GET", "/v1/segments", 200)]
    [TestCase("POST", "/v1/segments", 201)]
    [TestCase("GET", "/v1/segments/SEGMENT", 200)]
    [TestCase("PUT", "/v1/segments/SEGMENT", 200)]
    [TestCase("DELETE", "/v1/segments/SEGMENT", 204)]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts", 200)]
    [TestCase("POST", "/v1/segments/SEGMENT/hosts", 201)]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/HOST", 200)]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/HOST", 200)]
    [TestCase("DELETE", "/v1/segments/SEGMENT/hosts/HOST", 204)]
    [TestCase("GET", "/v1/notifications", 200)]
    [TestCase("POST", "/v1/notifications", 202)]
    [TestCase("GET", "/v1/notifications/NOTIFICATION", 200)]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/vmoves", 200)]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/vmoves/VMOVE", 200)]
    [TestCase("GET", "/v1/extensions", 200)]
    [TestCase("GET", "/v1/extensions/os-hosts", 200)]
    [TestCase("GET", "/v1/versions/v1.0", 200)]
    [TestCase("GET", "/v1", 200)]
    [TestCase("GET", "/v1/", 200)]
    public async Task Answers(string method, string path, int status)
    {
        var answer = await AskAsync("1.3", method, things.In(path), BodyFor(method, path));

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("masakari 1.3"));
        Assert.That(answer.Header("Vary"), Is.EqualTo("OpenStack-API-Version"));
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json"));
        AssertUsualHeaders(answer);
    }

    // The same with a project in the path: it must match the configured form and be the caller's own.
    [TestCase("GET", "/v1/abc-1/segments", 200)]
    [TestCase("POST", "/v1/abc-1/segments", 201)]
    [TestCase("PUT", "/v1/abc-1/segments/SEGMENT/hosts/HOST", 200)]
    [TestCase("DELETE", "/v1/abc-1/segments/SEGMENT", 204)]
    [TestCase("POST", "/v1/abc-1/notifications", 202)]
    [TestCase("GET", "/v1/abc-1/notifications/NOTIFICATION/vmoves/VMOVE", 200)]
    [TestCase("GET", "/v1/abc-1/extensions.json", 200)]
    [TestCase("GET", "/v1/abc-1/segments/new", 405)]
    [TestCase("GET", "/v1/abc-2/segments", 400)]
    [TestCase("GET", "/v1/ABC-1/segments", 404)]
    [TestCase("GET", "/v1/abc_1/segments", 404)]
    [TestCase("GET", "/v1/xyz/segments", 404)]
    [TestCase("GET", "/v1/abc-1", 404)]
    [TestCase("GET", "/v1/abc-1/", 404)]
    [TestCase("GET", "/v1/abc-1/abc-1/segments", 404)]
    public async Task Answers_with_a_project_in_the_path(string method, string path, int status)
    {
        var answer = await Api.SendAsync(method, things.In(path), BodyFor(method, path), ("X-Project-Id", "abc-1"));

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
    }

    [TestCase("abc-1", "'abc-1'")]
    [TestCase(null, "'None'")]
    public async Task Says_whose_project_it_would_have_to_be(string? own, string shown)
    {
        (string, string)[] headers = own is null ? [] : [("X-Project-Id", own)];

        var answer = await Api.GetAsync("/v1/abc-2/segments", headers);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, $"Malformed request URL: URL's project_id 'abc-2' doesn't match Context's project_id {shown}")));
    }

    [TestCase("/v1/Team_7/segments", 200)]
    [TestCase("/v1/Team_77/segments", 404)]
    [TestCase("/v1/my-Team_7/segments", 404)]
    [TestCase("/v1/abc-1/segments", 404)]
    public async Task Project_ids_may_look_otherwise(string path, int status)
    {
        await using var api = await ApiServer.StartAsync(database: Database, moreOptions: "[osapi_v1]\nproject_id_regex = Team_[0-9]");

        var answer = await api.GetAsync(path, ("X-Project-Id", "Team_7"));

        Assert.That(answer.Status, Is.EqualTo(status));
    }
}
