using System.Text.Json.Nodes;
using Masakari.Core.OpenStack.Identity;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Masakari.Tests.Api;

/// <summary>The OpenAPI description matches the behaviour of the API.</summary>
public sealed class OpenApiTests
{
    private const string Segment = """{"segment": {"name": "rack-7", "recovery_method": "auto", "service_type": "COMPUTE"}}""";
    private const string TakenName = """{"segment": {"name": "taken", "recovery_method": "auto", "service_type": "COMPUTE"}}""";

    private ApiServer api = null!;
    private JsonNode document = null!;

    private IEnumerable<ApiResource> Resources => api.Services.GetServices<IApiEndpoints>().Select(endpoint => endpoint.Resource);

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync(clock: new SettableClock());
        document = (await api.GetAsync("/v1/openapi.json")).Json;
    }

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("true", 200)]
    [TestCase("false", 401)]
    public async Task Is_for_everybody_unless_it_is_switched_off(string option, int status)
    {
        await using var guarded = await ApiServer.StartAsync(new Mock<IIdentity>().Object, moreOptions: $"[api]\nopenapi = {option}");

        var answer = await guarded.GetAsync("/v1/openapi.json");

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Is_not_there_even_for_those_who_may_in_when_it_is_switched_off()
    {
        await using var off = await ApiServer.StartAsync(moreOptions: "[api]\nopenapi = false");

        var answer = await off.GetAsync("/v1/openapi.json");

        Assert.That((answer.Status, answer.Header("Content-Type")), Is.EqualTo((404, "text/plain; charset=UTF-8")));
    }

    [Test]
    public void Has_every_operation_that_is_routed_and_no_other()
    {
        var described = from path in document["paths"]!.AsObject()
                        from call in path.Value!.AsObject()
                        where call.Key != "parameters"
                        select $"{call.Key} {path.Key}";

        Assert.That(described, Is.EquivalentTo(Resources.SelectMany(Routed)));
    }

    [Test]
    public void Its_examples_pass_the_shapes_that_check_requests_and_its_own_schemas()
    {
        var checks = 0;
        foreach (var resource in Resources)
        {
            var changes = new[] { (resource.Create, $"post {Path(resource)}"), (resource.Update, $"put {Path(resource, item: true)}") };
            foreach (var (operation, call) in changes)
            {
                if (operation?.Body is not { } shape)
                    continue;
                var content = Request(call);
                Assert.That(shape(Microversion.Newest).Check(content["example"]), Is.Null, call);
                Assert.That(SchemaCheck.Faults(document, content["schema"]!, content["example"]), Is.Empty, call);
                checks++;
            }
        }

        Assert.That(checks, Is.EqualTo(5));
    }

    [Test]
    public async Task What_it_says_of_answers_is_what_they_are()
    {
        var segment = await api.SendAsync("POST", "/v1/segments", Segment);
        var hosts = $"/v1/segments/{segment.Json["segment"]!["uuid"]}/hosts";
        var host = await api.SendAsync(
            "POST", hosts, """{"host": {"name": "compute-07", "type": "COMPUTE", "control_attributes": "SSH"}}""");
        var example = Request("post /v1/notifications")["example"]!.ToJsonString();
        var notification = await api.SendAsync("POST", "/v1/notifications", example);
        var vmoves = await api.GetAsync($"/v1/notifications/{notification.Json["notification"]!["notification_uuid"]}/vmoves");

        AssertFits("post /v1/segments", segment);
        AssertFits("get /v1/segments", await api.GetAsync("/v1/segments"));
        AssertFits("post /v1/segments/{segment_id}/hosts", host);
        AssertFits("get /v1/segments/{segment_id}/hosts", await api.GetAsync(hosts));
        AssertFits("post /v1/notifications", notification);
        AssertFits("get /v1/notifications", await api.GetAsync("/v1/notifications"));
        AssertFits("get /v1/notifications/{notification_id}/vmoves", vmoves);
        AssertFits("get /v1/extensions", await api.GetAsync("/v1/extensions"));
        AssertFits("get /v1/versions/{version_id}", await api.GetAsync("/v1/versions/v1.0"));
    }

    [TestCase("get /v1/segments", "GET", "/v1/segments?limit=x", null, 400)]
    [TestCase("get /v1/segments/{segment_id}", "GET", "/v1/segments/x", null, 404)]
    [TestCase("get /v1/segments/{segment_id}/hosts", "GET", "/v1/segments/x/hosts", null, 404)]
    [TestCase("get /v1/notifications/{notification_id}/vmoves", "GET", "/v1/notifications/x/vmoves", null, 404)]
    [TestCase("get /v1/extensions/{extension_id}", "GET", "/v1/extensions/x", null, 404)]
    [TestCase("get /v1/notifications", "GET", "/v1/notifications", null, 406, Microversion.Header, "instance-ha 9.9")]
    [TestCase("get /v1/notifications", "GET", "/v1/notifications", null, 400, Microversion.Header, "instance-ha nine")]
    [TestCase("post /v1/segments", "POST", "/v1/segments", "{", 400)]
    [TestCase("post /v1/segments", "POST", "/v1/segments", "{}", 400)]
    [TestCase("post /v1/segments", "POST", "/v1/segments", "{}", 415, "Content-Type", "text/xml")]
    [TestCase("post /v1/segments", "POST", "/v1/segments", "LONG", 413, "Accept", "application/json")]
    [TestCase("post /v1/segments", "POST", "/v1/segments", TakenName, 409)]
    [TestCase("put /v1/segments/{segment_id}", "PUT", "/v1/segments/x", """{"segment": {"name": "y"}}""", 404)]
    [TestCase("delete /v1/segments/{segment_id}/hosts/{host_id}", "DELETE", "/v1/segments/x/hosts/x", null, 404)]
    public async Task Describes_an_answer_that_is_an_error(
        string call, string method, string path, string? body, int status, params string[] header)
    {
        if (body == TakenName) await api.SendAsync(method, path, body);
        (string, string)[] headers = header is [var name, var value] ? [(name, value)] : [];

        var answer = await api.SendAsync(method, path, body == "LONG" ? new string(' ', 200_000) : body, headers);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        AssertFits(call, answer);
    }

    [Test]
    public async Task Describes_the_answer_to_a_caller_without_a_token()
    {
        await using var guarded = await ApiServer.StartAsync(new Mock<IIdentity>().Object);

        AssertFits("get /v1/segments", await guarded.GetAsync("/v1/segments"));
    }

    [Test]
    public void Every_call_has_an_answer_for_a_mistake_of_the_caller()
    {
        var without = from path in document["paths"]!.AsObject()
                      from call in path.Value!.AsObject()
                      where call.Key != "parameters" && !call.Value!["responses"]!.AsObject().Any(answer => answer.Key.StartsWith('4'))
                      select $"{call.Key} {path.Key}";

        Assert.That(without, Is.Empty);
    }

    [Test]
    public void Knows_all_that_a_vmove_has()
    {
        var vmove = document["components"]!["schemas"]!["vmove"]!["properties"]!.AsObject().Select(property => property.Key);

        Assert.That(vmove, Is.EqualTo(new[]
        {
            "id", "uuid", "notification_uuid", "instance_uuid", "instance_name", "source_host", "dest_host", "start_time", "end_time",
            "type", "status", "message", "created_at", "updated_at", "deleted_at", "deleted",
        }));
    }

    [TestCase("""{"segments": [], "segments_links": []}""", "segments_links is unknown")]
    [TestCase("{}", "lacks segments")]
    public void Its_schemas_refuse_listings_that_are_not_ours(string body, string fault)
    {
        var schema = Call("get /v1/segments")["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;

        Assert.That(SchemaCheck.Faults(document, schema, JsonNode.Parse(body)), Has.One.Contains(fault));
    }

    [TestCase("limit", "integer")]
    [TestCase("marker", "integer")]
    [TestCase("sort_key", "string")]
    public void Says_what_kind_a_parameter_is(string name, string type)
    {
        var parameter = Call("get /v1/segments")["parameters"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == name);

        Assert.That(parameter!["schema"]!["type"]!.GetValue<string>(), Is.EqualTo(type));
    }

    [TestCase("get /v1/segments", "listSegments")]
    [TestCase("post /v1/segments/{segment_id}/hosts", "createHost")]
    [TestCase("get /v1/notifications/{notification_id}/vmoves/{vmove_id}", "showVmove")]
    [TestCase("put /v1/segments/{segment_id}", "changeSegment")]
    [TestCase("delete /v1/segments/{segment_id}/hosts/{host_id}", "deleteHost")]
    public void Names_its_operations(string call, string name) =>
        Assert.That(Call(call)["operationId"]!.GetValue<string>(), Is.EqualTo(name));

    [Test]
    public void Gives_no_name_to_two_operations()
    {
        var names = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject()).Where(call => call.Key != "parameters")
            .Select(call => call.Value!["operationId"]?.GetValue<string>());

        Assert.That(names, Is.Unique.And.All.Not.Null);
    }

    [TestCase("get /v1/extensions/{extension_id}", "Show an extension")]
    [TestCase("get /v1/segments/{segment_id}", "Show a segment")]
    public void Speaks_English(string call, string summary) => Assert.That(Call(call)["summary"]!.GetValue<string>(), Is.EqualTo(summary));

    [TestCase("""{"segment": {"name": 1, "recovery_method": "auto", "service_type": "X"}}""", "segment.name: not string")]
    [TestCase("""{"segment": {"name": "a", "recovery_method": "car", "service_type": "X"}}""", "segment.recovery_method: not one of")]
    [TestCase("""{"segment": {"recovery_method": "auto", "service_type": "X"}}""", "segment: lacks name")]
    [TestCase("""{"segment": {"name": "a", "recovery_method": "auto", "service_type": "X", "x": 1}}""", "segment: x is unknown")]
    public void Its_schemas_refuse_what_is_wrong(string body, string fault)
    {
        var schema = Request("post /v1/segments")["schema"]!;

        Assert.That(SchemaCheck.Faults(document, schema, JsonNode.Parse(body)), Has.One.Contains(fault));
    }

    private JsonNode Call(string call)
    {
        var words = call.Split(' ');
        return document["paths"]![words[1]]![words[0]]!;
    }

    private JsonNode Request(string call) => Call(call)["requestBody"]!["content"]!["application/json"]!;

    private void AssertFits(string call, Answer answer)
    {
        var described = Call(call)["responses"]![$"{answer.Status}"];
        Assert.That(described, Is.Not.Null, $"{call}: {answer.Status} is not described");
        if (described!["$ref"] is { } reference)
            described = document["components"]!["responses"]![reference.GetValue<string>().Split('/')[^1]]!;
        var schema = described["content"]!["application/json"]!["schema"]!;
        Assert.That(SchemaCheck.Faults(document, schema, answer.Json), Is.Empty, call);
    }

    private static IEnumerable<string> Routed(ApiResource resource)
    {
        (string Call, ApiOperation? Operation)[] all =
        [
            ($"get {Path(resource)}", resource.Index), ($"post {Path(resource)}", resource.Create),
            ($"get {Path(resource, item: true)}", resource.Show),
            ($"put {Path(resource, item: true)}", resource.Update), ($"delete {Path(resource, item: true)}", resource.Delete),
        ];
        return all.Where(one => one.Operation is not null).Select(one => one.Call);
    }

    private static string Path(ApiResource resource, bool item = false) =>
        "/v1" + (resource.Parent is { } parent ? $"/{parent}/{{{parent[..^1]}_id}}" : "")
        + $"/{resource.Collection}" + (item ? $"/{{{resource.Collection[..^1]}_id}}" : "");
}
