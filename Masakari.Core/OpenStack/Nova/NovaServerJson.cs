using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Masakari.Core.OpenStack.Http;

namespace Masakari.Core.OpenStack.Nova;

/// <summary>Each server is read by itself: one that cannot be read takes no other one with it.</summary>
internal sealed record ServerPage
{
    public required List<JsonElement> Servers { get; init; }

    [JsonPropertyName("servers_links")]
    public List<LinkWire>? Links { get; init; }

    public void AddTo(List<Server> readable, List<UnreadableServer> unreadable)
    {
        foreach (var one in Servers)
        {
            try
            {
                if (one.Deserialize(NovaJson.Default.ServerWire) is { } server) readable.Add(server.ToServer());
            }
            catch (JsonException e)
            {
                unreadable.Add(Unreadable(one, Answer.Reason(e)));
            }
        }
    }

    private static UnreadableServer Unreadable(JsonElement server, string why) => new()
    {
        Id = Guid.TryParse(Text(server, "id"), out var id) ? id : null,
        Name = Text(server, "name") ?? Text(server, "id") ?? "without a name",
        Host = Text(server, ServerWire.HostField),
        Why = why,
    };

    private static string? Text(JsonElement record, string field) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}

internal sealed record LinkWire
{
    public string? Rel { get; init; }

    public string? Href { get; init; }

    /// <summary>The query of the next page. The rest of the link is not used: behind a proxy its host may be one that we can't reach.</summary>
    public static string? NextQuery(IEnumerable<LinkWire>? links) =>
        links?.FirstOrDefault(link => link.Rel == "next")?.Href is { } href && href.IndexOf('?', StringComparison.Ordinal) is var at and >= 0
            ? href[(at + 1)..] : null;
}

internal sealed record ServerDocument
{
    public required ServerWire Server { get; init; }
}

internal sealed record ServerWire
{
    public const string HostField = "OS-EXT-SRV-ATTR:host";

    public required Guid Id { get; init; }

    public string? Name { get; init; }

    public bool Locked { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    [JsonPropertyName(HostField)]
    public string? Host { get; init; }

    [JsonPropertyName("OS-EXT-SRV-ATTR:hypervisor_hostname")]
    public string? HypervisorHostname { get; init; }

    [JsonPropertyName("OS-EXT-STS:vm_state")]
    public required string VmState { get; init; }

    [JsonPropertyName("OS-EXT-STS:task_state")]
    public string? TaskState { get; init; }

    [JsonPropertyName("OS-EXT-STS:power_state")]
    public int? PowerState { get; init; }

    /// <summary>Of another form than a time, it breaks no list.</summary>
    public JsonElement? Created { get; init; }

    /// <summary>Only told, never acted on: of whatever form it is, it breaks no list.</summary>
    public JsonElement? Fault { get; init; }

    public Server ToServer() => new()
    {
        Id = Id,
        Name = Name ?? "",
        Host = string.IsNullOrEmpty(Host) ? null : Host,
        HypervisorHostname = HypervisorHostname,
        VmState = VmState,
        TaskState = string.IsNullOrEmpty(TaskState) ? null : TaskState,
        PowerState = PowerState ?? 0,
        Locked = Locked,
        Metadata = Metadata ?? [],
        CreatedAt = Created is { ValueKind: JsonValueKind.String } text ? Moment(text.GetString()) : null,
        Fault = FaultText("message") is { } message ? new ServerFault(message.Trim(), FaultAt()) : null,
    };

    private DateTimeOffset? FaultAt() => Moment(FaultText("created"));

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private string? FaultText(string key) =>
        Fault is { ValueKind: JsonValueKind.Object } fault
        && fault.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
