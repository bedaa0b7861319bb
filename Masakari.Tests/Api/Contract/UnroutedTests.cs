namespace Masakari.Tests.Api.Contract;

/// <summary>Calls that do not exist: some are answered with 405, most with a raw 404.</summary>
internal sealed class UnroutedTests(string kind) : ContractTests(kind)
{
    private const string NotFound = "404 Not Found\n\nThe resource could not be found.\n\n   ";
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    // Routed but not implemented: 405 with a fault body.
    [TestCase("GET", "/v1/segments/new", "new")]
    [TestCase("GET", "/v1/segments/new.json", "new")]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/new", "new")]
    [TestCase("GET", "/v1/notifications/new", "new")]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/vmoves/new", "new")]
    [TestCase("GET", "/v1/extensions/new", "new")]
    [TestCase("GET", "/v1/versions/new", "new")]
    [TestCase("GET", "/v1/segments/SEGMENT/edit", "edit")]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/HOST/edit", "edit")]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/edit", "edit")]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/vmoves/VMOVE/edit", "edit")]
    [TestCase("GET", "/v1/extensions/segments/edit", "edit")]
    [TestCase("POST", "/v1/segments/SEGMENT/action", "action")]
    [TestCase("POST", "/v1/notifications/NOTIFICATION/action", "action")]
    [TestCase("PUT", "/v1/notifications/NOTIFICATION", "update")]
    [TestCase("DELETE", "/v1/notifications/NOTIFICATION", "delete")]
    [TestCase("POST", "/v1/notifications/NOTIFICATION/vmoves", "create")]
    [TestCase("PUT", "/v1/notifications/NOTIFICATION/vmoves/VMOVE", "update")]
    [TestCase("DELETE", "/v1/notifications/NOTIFICATION/vmoves/VMOVE", "delete")]
    [TestCase("POST", "/v1/extensions", "create")]
    [TestCase("PUT", "/v1/extensions/segments", "update")]
    [TestCase("DELETE", "/v1/extensions/segments", "delete")]
    [TestCase("GET", "/v1/versions", "index")]
    [TestCase("POST", "/v1/versions", "create")]
    [TestCase("PUT", "/v1/versions/v1.0", "update")]
    [TestCase("DELETE", "/v1/versions/v1.0", "delete")]
    public async Task Implements_no(string method, string path, string action)
    {
        var answer = await Api.SendAsync(method, things.In(path), method == "GET" ? null : "no JSON");

        Assert.That((answer.Status, answer.Body), Is.EqualTo((405,
            $"{{\"badMethod\": {{\"code\": 405, \"message\": \"The request method: '{method}' with action: '{action}' is not allowed on this resource\"}}}}")));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("instance-ha 1.0"));
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json; charset=UTF-8"));
        AssertUsualHeaders(answer);
    }

    // Not routed at all: a raw 404.
    [TestCase("PATCH", "/v1/segments")]
    [TestCase("PATCH", "/v1/segments/SEGMENT")]
    [TestCase("PATCH", "/v1")]
    [TestCase("TRACE", "/v1/segments")]
    [TestCase("HEAD", "/v1/segments")]
    [TestCase("HEAD", "/v1/segments/SEGMENT")]
    [TestCase("HEAD", "/v1")]
    [TestCase("FOO", "/v1/segments")]
    [TestCase("POST", "/v1")]
    [TestCase("PUT", "/v1/")]
    [TestCase("DELETE", "/v1")]
    [TestCase("PUT", "/v1/segments")]
    [TestCase("DELETE", "/v1/segments")]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts")]
    [TestCase("DELETE", "/v1/segments/SEGMENT/hosts")]
    [TestCase("PUT", "/v1/notifications")]
    [TestCase("DELETE", "/v1/notifications")]
    [TestCase("DELETE", "/v1/notifications/NOTIFICATION/vmoves")]
    [TestCase("PUT", "/v1/extensions")]
    [TestCase("POST", "/v1/segments/SEGMENT")]
    [TestCase("POST", "/v1/segments/SEGMENT/hosts/HOST")]
    [TestCase("POST", "/v1/notifications/NOTIFICATION")]
    [TestCase("POST", "/v1/notifications/NOTIFICATION/vmoves/VMOVE")]
    [TestCase("POST", "/v1/extensions/segments")]
    [TestCase("POST", "/v1/segments/SEGMENT/hosts/HOST/action")]
    [TestCase("POST", "/v1/segments/SEGMENT/edit")]
    [TestCase("GET", "/v1/segments/SEGMENT/action")]
    [TestCase("GET", "/v1/nothing")]
    [TestCase("GET", "/v1/hosts")]
    [TestCase("GET", "/v1/vmoves")]
    [TestCase("GET", "/v1/Segments")]
    [TestCase("GET", "/v1/segments/SEGMENT/vmoves")]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/hosts")]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/HOST/more")]
    [TestCase("GET", "/v1/segments/")]
    [TestCase("POST", "/v1/segments/")]
    [TestCase("GET", "/v1/segments/SEGMENT/")]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/")]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/HOST/")]
    [TestCase("GET", "/v1/notifications/")]
    [TestCase("GET", "/v1/segments.html")]
    [TestCase("GET", "/v1/segments.JSON")]
    [TestCase("GET", "/v1/segments.json.json")]
    public async Task Routes_nothing_at(string method, string path)
    {
        var answer = await Api.SendAsync(method, things.In(path), method is "POST" or "PUT" ? "no JSON" : null);

        Assert.That((answer.Status, answer.Body), Is.EqualTo((404, method == "HEAD" ? "" : NotFound)));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.Null);
        AssertUsualHeaders(answer);
    }
}
