using System.Text.Json.Serialization;

namespace Masakari.Core.OpenStack.Nova;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ServiceList))]
[JsonSerializable(typeof(ServerPage))]
[JsonSerializable(typeof(ServerDocument))]
[JsonSerializable(typeof(HypervisorList))]
[JsonSerializable(typeof(AggregateList))]
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

    public bool? ForcedDown { get; init; }

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
        ForcedDown = ForcedDown ?? false,
        UpdatedAt = UpdatedAt is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), TimeSpan.Zero) : null,
    };
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

    public LiveMigration ToLiveMigration(string sourceHost) => new()
    {
        Id = Id,
        InstanceId = InstanceUuid,
        SourceHost = SourceCompute ?? sourceHost,
        DestHost = string.IsNullOrEmpty(DestCompute) ? null : DestCompute,
        Status = Status,
    };
}

internal sealed record HypervisorList
{
    public required List<HypervisorWire> Hypervisors { get; init; }

    [JsonPropertyName("hypervisors_links")]
    public List<LinkWire>? Links { get; init; }
}

internal sealed record HypervisorWire
{
    public required string Id { get; init; }

    public required int RunningVms { get; init; }

    public long? MemoryMb { get; init; }

    public long? MemoryMbUsed { get; init; }

    public required HypervisorService Service { get; init; }
}

internal sealed record HypervisorService
{
    public required string Host { get; init; }
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

internal sealed record AggregateList
{
    public required List<AggregateWire> Aggregates { get; init; }
}

internal sealed record AggregateWire
{
    public required long Id { get; init; }

    public string? Name { get; init; }

    public List<string>? Hosts { get; init; }

    public HostAggregate ToAggregate() => new() { Id = Id, Name = Name ?? $"{Id}", Hosts = Hosts ?? [] };
}
