using System.Text.Json.Nodes;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.OpenApi;

/// <summary>
/// The OpenAPI 3.1 description of the API. It is made from what the API itself uses: the resources of the routes, the shapes of request
/// bodies and the records of answers. So the description cannot differ from the API.
/// </summary>
internal sealed class OpenApiDocument(IEnumerable<IApiEndpoints> endpoints)
{
    private readonly Lazy<JsonObject> document = new(() => Describe([.. endpoints.Select(endpoint => endpoint.Resource)]));

    public JsonObject Content => document.Value;

    private static JsonObject Describe(ApiResource[] resources) => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Masakari: instance high availability",
            ["version"] = Microversion.Newest.ToString(),
            ["description"] = "Every path exists also with the caller's project id after /v1. "
                + "Without a token, or with a bad one, the answer is 401; where the policy says no, 403.",
            ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
        },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = ".." }),
        ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
        ["paths"] = new JsonObject(resources.SelectMany(Paths)),
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject
            {
                ["token"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Auth-Token" },
            },
            ["parameters"] = new JsonObject { ["version"] = CallParameters.Version() },
            ["responses"] = ErrorAnswers.Components(),
            ["schemas"] = AnswerSchemas.Of(resources),
        },
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Paths(ApiResource resource)
    {
        var thing = resource.Singular;
        var parent = resource.Parent is { } above ? $"/{above}/{{{above[..^1]}_id}}" : "";
        var collection = $"/v1{parent}/{resource.Collection}";
        var aThing = thing == "extension" ? "an extension" : $"a {thing}";
        var items = RequestFields.Envelope(resource.Collection, new JsonObject { ["type"] = "array", ["items"] = Reference(thing) });
        var one = RequestFields.Envelope(thing, Reference(thing));
        var onCollection = PathItem(collection, [
            ("get", $"List {resource.Collection}", resource.Index, 200, items),
            ("post", $"Create {aThing}", resource.Create, thing == "notification" ? 202 : 201, one)], CallParameters.OfListing(resource));
        var onItem = PathItem($"{collection}/{{{thing}_id}}", [
            ("get", $"Show {aThing}", resource.Show, 200, one),
            ("put", $"Change {aThing}", resource.Update, 200, one),
            ("delete", $"Delete {aThing}", resource.Delete, 204, null)], []);
        var paths = new Dictionary<string, JsonNode?> { [collection] = onCollection, [$"{collection}/{{{thing}_id}}"] = onItem };
        return paths.Where(path => path.Value!.AsObject().Count > 1);   // an item with parameters only has no call
    }

    private static JsonObject PathItem(
        string path, IEnumerable<(string Method, string Summary, ApiOperation? Operation, int Status, JsonObject? Answer)> calls,
        IEnumerable<JsonNode> query)
    {
        var item = new JsonObject { ["parameters"] = CallParameters.OfPath(path) };
        foreach (var (method, summary, operation, status, answer) in calls)
        {
            if (operation is null)
                continue;
            var done = KeyValuePair.Create<string, JsonNode?>($"{status}", Answer("Done.", answer?.DeepClone()));
            item[method] = Call(summary, operation, [done, .. ErrorAnswers.Of(method, path, operation)]);
            if (method == "get")
                item[method]!["parameters"] = new JsonArray([.. query]);
        }

        return item;
    }

    private static JsonObject Call(string summary, ApiOperation operation, IEnumerable<KeyValuePair<string, JsonNode?>> answers)
    {
        var call = new JsonObject
        {
            ["operationId"] = OperationId(summary),
            ["summary"] = summary,
            ["responses"] = new JsonObject(answers),
        };
        if (operation.Rule is { } rule)
            call["description"] = $"Policy rule: {rule}.";
        if (operation.Body?.Invoke(Microversion.Newest) is { } shape)
        {
            call["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = Json(RequestFields.Schema(shape), RequestFields.Example(shape)),
            };
        }

        return call;
    }

    // "Show an extension" becomes showExtension.
    private static string OperationId(string summary)
    {
        var words = summary.Split(' ');
        return words[0].ToLowerInvariant() + char.ToUpperInvariant(words[^1][0]) + words[^1][1..];
    }

    private static JsonObject Answer(string says, JsonNode? schema)
    {
        var answer = new JsonObject { ["description"] = says };
        if (schema is not null)
            answer["content"] = Json(schema, example: null);
        return answer;
    }

    private static JsonObject Json(JsonNode schema, JsonNode? example)
    {
        var type = new JsonObject { ["schema"] = schema };
        if (example is not null)
            type["example"] = example;
        return new JsonObject { ["application/json"] = type };
    }

    private static JsonObject Reference(string schema) => new() { ["$ref"] = $"#/components/schemas/{schema}" };
}
