using System.Text.Json.Nodes;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.OpenApi;

/// <summary>The parameters in paths, query strings and headers.</summary>
internal static class CallParameters
{
    private const string Text = "string";

    private static readonly (string Name, string Says, string Type)[] Paging =
    [
        ("limit", "At most so many.", "integer"), ("marker", "The id of the last item already seen.", "integer"),
        ("sort_key", "A field to sort by; repeatable.", Text), ("sort_dir", "asc or desc, one for each sort_key.", Text),
    ];

    private static readonly Dictionary<string, (string Name, string Says)[]> Filters = new()
    {
        ["segments"] = [("recovery_method", "Exactly this one."), ("service_type", "Exactly this one."), ("enabled", "true or false.")],
        ["hosts"] = [("type", "Exactly this one."), ("on_maintenance", "true or false."), ("reserved", "true or false.")],
        ["notifications"] =
        [
            ("status", "new, running, error, failed, ignored or finished."), ("type", "COMPUTE_HOST, VM or PROCESS."),
            ("source_host_uuid", "Of this host only."), ("generated-since", "ISO 8601: not generated before."),
        ],
        ["vmoves"] = [("status", "pending, ongoing, ignored, failed or succeeded."), ("type", "Exactly this one.")],
    };

    /// <summary>The parameters of a path such as <c>/v1/segments/{segment_id}</c>.</summary>
    public static JsonArray OfPath(string path) => new([.. path.Split('/')
        .Where(part => part.StartsWith('{'))
        .Select(part => Parameter("path", part.Trim('{', '}'), "As the listing shows it.", required: true))
        .Append(new JsonObject { ["$ref"] = "#/components/parameters/version" })]);

    /// <summary>The parameters of the list of a collection.</summary>
    public static IEnumerable<JsonNode> OfListing(ApiResource resource) => Filters.TryGetValue(resource.Collection, out var filters)
        ? filters.Select(filter => Parameter("query", filter.Name, filter.Says, required: false))
            .Concat(Paging.Select(paging => Parameter("query", paging.Name, paging.Says, required: false, paging.Type)))
        : [];

    /// <summary>The header that chooses the version.</summary>
    public static JsonNode Version() => Parameter(
        "header", Microversion.Header,
        $"instance-ha and a version from {Microversion.Oldest} to {Microversion.Newest}, or latest; {Microversion.Oldest} without.",
        required: false);

    private static JsonNode Parameter(string place, string name, string says, bool required, string type = Text) => new JsonObject
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = required,
        ["description"] = says,
        ["schema"] = new JsonObject { ["type"] = type },
    };
}
