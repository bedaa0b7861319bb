using System.Text.Json.Serialization;

namespace Masakari.Core.OpenStack.Identity;

// Lists are nullable: the generated readers ignore an initializer where the document lacks the member.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TokenDocument))]
[JsonSerializable(typeof(VersionDocument))]
internal sealed partial class IdentityJson : JsonSerializerContext;

/// <summary>The answer of /v3/auth/tokens.</summary>
internal sealed record TokenDocument
{
    public required TokenWire Token { get; init; }
}

internal sealed record TokenWire
{
    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public required NamedWire User { get; init; }

    public NamedWire? Project { get; init; }

    public NamedWire? Domain { get; init; }

    public Dictionary<string, bool>? System { get; init; }

    public bool? IsAdminProject { get; init; }

    public List<NamedWire>? Roles { get; init; }

    public List<ServiceWire>? Catalog { get; init; }

    public CredentialWire? ApplicationCredential { get; init; }
}

internal sealed record NamedWire
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public NamedWire? Domain { get; init; }
}

internal sealed record ServiceWire
{
    public required string Type { get; init; }

    public string? Name { get; init; }

    public List<EndpointWire>? Endpoints { get; init; }
}

internal sealed record EndpointWire
{
    public required string Interface { get; init; }

    public required string Url { get; init; }

    public string? Region { get; init; }

    public string? RegionId { get; init; }
}

internal sealed record CredentialWire
{
    public List<AccessRule>? AccessRules { get; init; }
}

/// <summary>The answer of Keystone's root (<c>versions</c>) or of one version's root (<c>version</c>).</summary>
internal sealed record VersionDocument
{
    public VersionListWire? Versions { get; init; }

    public VersionWire? Version { get; init; }
}

internal sealed record VersionListWire
{
    public List<VersionWire>? Values { get; init; }
}

internal sealed record VersionWire
{
    public required string Id { get; init; }

    public List<LinkWire>? Links { get; init; }
}

internal sealed record LinkWire
{
    public string? Rel { get; init; }

    public required string Href { get; init; }
}
