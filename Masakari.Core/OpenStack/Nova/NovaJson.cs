using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Masakari.Core.OpenStack.Nova;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServiceList))]
[JsonSerializable(typeof(ServerList))]
[JsonSerializable(typeof(ServerDocument))]
[JsonSerializable(typeof(MigrationList))]
[JsonSerializable(typeof(ActionList))]
internal sealed partial class NovaJson : JsonSerializerContext;

internal sealed record ServiceList
{
    public required List<ServiceWire> Services { get; init; }
}

internal sealed record ServiceWire
{
    public required string Id { get; init; }

    public required string Binary { get; init; }

    public required string Host { get; init; }

    public required string Status { get; init; }

    public required string State { get; init; }

    public bool ForcedDown { get; init; }

    public string? DisabledReason { get; init; }

    /// <summary>UTC without saying so: "2026-11-22T00:56:02.000000".</summary>
    public DateTime? UpdatedAt { get; init; }

    public ComputeService ToService() => new()
    {
        Id = Id,
        Host = Host,
        Enabled = Status == "enabled",
        DisabledReason = DisabledReason,
        Up = State == "up",
        ForcedDown = ForcedDown,
        UpdatedAt = UpdatedAt is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), TimeSpan.Zero) : null,
    };
}

internal sealed record ServerList
{
    public required List<ServerWire> Servers { get; init; }

    [JsonPropertyName("servers_links")]
    public List<LinkWire>? Links { get; init; }
}

internal sealed record LinkWire
{
    public string? Rel { get; init; }

    public string? Href { get; init; }
}

internal sealed record ServerDocument
{
    public required ServerWire Server { get; init; }
}

internal sealed record ServerWire
{
    public required Guid Id { get; init; }

    public string? Name { get; init; }

    public bool Locked { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    [JsonPropertyName("OS-EXT-SRV-ATTR:host")]
    public string? Host { get; init; }

    [JsonPropertyName("OS-EXT-SRV-ATTR:hypervisor_hostname")]
    public string? HypervisorHostname { get; init; }

    [JsonPropertyName("OS-EXT-STS:vm_state")]
    public required string VmState { get; init; }

    [JsonPropertyName("OS-EXT-STS:task_state")]
    public string? TaskState { get; init; }

    [JsonPropertyName("OS-EXT-STS:power_state")]
    public int? PowerState { get; init; }

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
        Fault = FaultText("message") is { } message ? new ServerFault(message.Trim(), FaultAt()) : null,
    };

    private DateTimeOffset? FaultAt() =>
        DateTimeOffset.TryParse(FaultText("created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private string? FaultText(string key) =>
        Fault is { ValueKind: JsonValueKind.Object } fault
        && fault.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}

internal sealed record MigrationList
{
    public required List<MigrationWire> Migrations { get; init; }
}

internal sealed record MigrationWire
{
    public required long Id { get; init; }

    public required Guid InstanceUuid { get; init; }

    public string? SourceCompute { get; init; }

    public string? DestCompute { get; init; }

    public required string Status { get; init; }

    /// <summary>UTC without saying so.</summary>
    public DateTime? CreatedAt { get; init; }

    public EvacuationRecord ToRecord(string sourceHost) => new()
    {
        Id = Id,
        InstanceId = InstanceUuid,
        SourceHost = SourceCompute ?? sourceHost,
        DestHost = string.IsNullOrEmpty(DestCompute) ? null : DestCompute,
        Status = Status,
        CreatedAt = CreatedAt is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), TimeSpan.Zero) : null,
    };
}

internal sealed record ActionList
{
    [JsonPropertyName("instanceActions")]
    public required List<ActionWire> InstanceActions { get; init; }
}

internal sealed record ActionWire
{
    public required string Action { get; init; }

    /// <summary>UTC without saying so.</summary>
    public required DateTime StartTime { get; init; }

    public string? UserId { get; init; }

    public InstanceAction ToAction(string? ourAccount) => new()
    {
        Name = Action,
        StartedAt = new DateTimeOffset(DateTime.SpecifyKind(StartTime, DateTimeKind.Unspecified), TimeSpan.Zero),
        UserId = UserId,
        ByOurAccount = UserId is not null && UserId == ourAccount,
    };
}
