using System.Text.Json.Nodes;
using Masakari.Host.Api.Routing;

namespace Masakari.Host.Api.OpenApi;

/// <summary>The answers to requests that fail: which statuses a call can have, and what the bodies are.</summary>
internal static class ErrorAnswers
{
    private static readonly JsonObject Fault = Json("fault");

    // Outside of the operations, the Accept header chooses the form.
    private static readonly JsonObject Raw = new()
    {
        ["application/json"] = Json("rawFault")["application/json"]!.DeepClone(),
        ["text/html"] = Text(),
        ["text/plain"] = Text(),
    };

    private static readonly (int Status, string Name, string Says, JsonObject Content)[] All =
    [
        (400, "badRequest", "The request is wrong; the message names the field, the filter or the version.", Fault),
        (401, "unauthorized", "The token is missing, wrong or expired.", Fault),
        (403, "forbidden", "The policy does not let the caller do this.", Fault),
        (404, "notFound", "There is no such item, or it is not in this collection.", Fault),
        (406, "notAcceptable", "The API does not have the version that the header asks for.", Fault),
        (409, "conflict", "The name is taken, the item is under recovery, or the report is a duplicate or its host on maintenance.", Fault),
        (413, "tooLarge", "The body is longer than [oslo_middleware] max_request_body_size.", Raw),
        (415, "badMediaType", "The body is of a content type other than application/json.", Fault),
        (500, "broken", "Nova failed, or the service did; the log says more under the request id.", Fault),
        (503, "unavailable", "Keystone does not answer, or the service cannot log in with its own account.", RawOrFault()),
    ];

    /// <summary>All of them, for the components of the document.</summary>
    public static JsonObject Components() => new(All.Select(error => KeyValuePair.Create<string, JsonNode?>(
        error.Name, new JsonObject { ["description"] = error.Says, ["content"] = error.Content.DeepClone() })));

    /// <summary>The responses of one call.</summary>
    /// <param name="method">In lower case.</param>
    /// <param name="path">As the document has it.</param>
    /// <param name="operation">The call.</param>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Of(string method, string path, ApiOperation operation) =>
        from error in All
        where CanHappen(error.Status, method, path, operation)
        select KeyValuePair.Create<string, JsonNode?>(
            $"{error.Status}", new JsonObject { ["$ref"] = $"#/components/responses/{error.Name}" });

    private static bool CanHappen(int status, string method, string path, ApiOperation operation) => status switch
    {
        403 => operation.Rule is not null,
        404 => path.Contains('{'),
        409 => method != "get",
        413 or 415 => operation.Body is not null,
        _ => true,
    };

    private static JsonObject Json(string schema) => new()
    {
        ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" } },
    };

    private static JsonObject RawOrFault()
    {
        var content = Raw.DeepClone().AsObject();
        content["application/json"] = new JsonObject
        {
            ["schema"] = new JsonObject
            {
                ["anyOf"] = new JsonArray(
                    new JsonObject { ["$ref"] = "#/components/schemas/fault" },
                    new JsonObject { ["$ref"] = "#/components/schemas/rawFault" }),
            },
        };
        return content;
    }

    private static JsonObject Text() => new() { ["schema"] = new JsonObject { ["type"] = "string" } };
}
