using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Core.OpenStack.InstanceHa;

/// <summary>
/// The REST API of Masakari as its clients use it: the monitors and the command line. It works with the service of the Python original too.
/// Items are JSON objects as the API shows them.
/// </summary>
public sealed class InstanceHaClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly AuthorizedClient api;
    private readonly IReadOnlyDictionary<string, string> headers;

    /// <param name="api">Calls under the caller's account.</param>
    /// <param name="microversion">Such as <c>1.3</c>; <see langword="null"/> = none is asked for, which means 1.0.</param>
    internal InstanceHaClient(AuthorizedClient api, string? microversion)
    {
        this.api = api;
        headers = microversion is null
            ? new Dictionary<string, string>()
            : new Dictionary<string, string> { ["OpenStack-API-Version"] = $"instance-ha {microversion}" };
        Version = ApiVersion.Parse(microversion ?? "") ?? ApiVersion.Oldest;
    }

    /// <summary>The type under which clouds register the service, and those of older ones.</summary>
    public static EndpointQuery AnyEndpoint { get; } = new() { Type = "instance-ha", OtherTypes = ["ha", "masakari"] };

    /// <summary>The version that the requests ask for.</summary>
    public ApiVersion Version { get; }

    /// <summary>A client that asks for the newest version that both sides know, unless one is given.</summary>
    /// <exception cref="OpenStackException">The API rejected the call, or did not answer.</exception>
    internal static async Task<InstanceHaClient> OfNewestAsync(AuthorizedClient api, ApiVersion? given, CancellationToken ct)
    {
        var plain = new InstanceHaClient(api, microversion: null);
        var version = given ?? ApiVersion.NewestCommon(await plain.NewestOfServerAsync(ct));
        return version == ApiVersion.Oldest ? plain : new InstanceHaClient(api, version.ToString());
    }

    /// <summary>All items that the filters match, page by page.</summary>
    /// <param name="list">The collection.</param>
    /// <param name="query">Filters and sorting, as parameters of the API.</param>
    /// <param name="limit">At most so many; <see langword="null"/> = all.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="OpenStackException">The API rejected the call, or did not answer.</exception>
    public async IAsyncEnumerable<JsonObject> ListAsync(
        ApiPath list, IReadOnlyList<KeyValuePair<string, string>> query, int? limit, [EnumeratorCancellation] CancellationToken ct)
    {
        var (given, marker) = (0, "");
        while (limit is not { } most || given < most)
        {
            var page = await PageAsync(list, [.. query, .. Paging(limit - given, marker)], ct);
            if (page.Count == 0) yield break;
            foreach (var item in page) yield return item;
            given += page.Count;
            marker = page[^1]["id"]?.ToString() ?? throw Unreadable(list.Many, "an item has no id");
        }
    }

    /// <summary>One item.</summary>
    /// <exception cref="OpenStackException">NotFound: there is none; else as for a list.</exception>
    public async Task<JsonObject> ShowAsync(ApiPath list, string id, CancellationToken ct) =>
        Content(await api.ReadAsync(Call(HttpMethod.Get, list.Item(id), $"show {list.One} {id}"), ct), list.One);

    /// <summary>Creates an item.</summary>
    /// <returns>It, as the API shows it.</returns>
    /// <exception cref="OpenStackException">As for a list. It may have been created all the same if the answer was lost.</exception>
    public async Task<JsonObject> CreateAsync(ApiPath list, JsonObject fields, CancellationToken ct) =>
        Content(await api.SendAsync(Call(HttpMethod.Post, list.Path, $"create a {list.One}", Envelope(list, fields)), ct), list.One);

    /// <summary>Changes the fields of an item that are given.</summary>
    /// <returns>It, as the API shows it.</returns>
    /// <exception cref="OpenStackException">As for a list.</exception>
    public async Task<JsonObject> UpdateAsync(ApiPath list, string id, JsonObject fields, CancellationToken ct) =>
        Content(await api.SendAsync(Call(HttpMethod.Put, list.Item(id), $"update {list.One} {id}", Envelope(list, fields)), ct), list.One);

    /// <summary>Deletes an item.</summary>
    /// <exception cref="OpenStackException">NotFound: there is none; else as for a list.</exception>
    public Task DeleteAsync(ApiPath list, string id, CancellationToken ct) =>
        api.SendAsync(Call(HttpMethod.Delete, list.Item(id), $"delete {list.One} {id}"), ct);

    /// <summary>The version document. Old services and some proxies have none: then the oldest version is right.</summary>
    private async Task<ApiVersion> NewestOfServerAsync(CancellationToken ct)
    {
        try
        {
            var document = Document(await api.ReadAsync(Call(HttpMethod.Get, "", "find the newest version"), ct));
            return ApiVersion.Parse((document["version"] as JsonObject)?["version"]?.ToString() ?? "") ?? ApiVersion.Oldest;
        }
        catch (OpenStackException e) when (e.Status is 200 or 404 or 405)
        {
            return ApiVersion.Oldest;
        }
    }

    private async Task<IReadOnlyList<JsonObject>> PageAsync(
        ApiPath list, IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken ct)
    {
        var text = string.Join('&', query.Select(one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value)}"));
        var answer = await api.ReadAsync(Call(HttpMethod.Get, text.Length == 0 ? list.Path : $"{list.Path}?{text}", $"list {list.Many}"), ct);
        var page = Document(answer)[list.Many] as JsonArray ?? throw Unreadable(list.Many, $"the answer has no {list.Many}");
        return [.. page.Select(item => item as JsonObject ?? throw Unreadable(list.Many, "an item is no object"))];
    }

    private static IEnumerable<KeyValuePair<string, string>> Paging(int? limit, string marker)
    {
        if (limit is { } most) yield return new("limit", most.ToString(CultureInfo.InvariantCulture));
        if (marker.Length > 0) yield return new("marker", marker);
    }

    private Call Call(HttpMethod method, string path, string what, JsonObject? body = null) => new()
    {
        Method = method,
        Path = path,
        What = what,
        Limit = Limit,
        Body = body?.ToJsonString(),
        Headers = headers,
    };

    private static JsonObject Envelope(ApiPath list, JsonObject fields) => new() { [list.One] = fields.DeepClone() };

    private static JsonObject Content(Answer answer, string name) =>
        Document(answer)[name] as JsonObject ?? throw Unreadable(name, $"the answer has no {name}");

    private static JsonObject Document(Answer answer) => answer.Read(InstanceHaJson.Default.JsonObject);

    private static OpenStackException Unreadable(string what, string why) =>
        new(FailureKind.Unreachable, $"Masakari: {what}: the answer can't be read: {why}");
}
