using System.Text.Json.Serialization;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Versions;

/// <summary>The documents by which clients discover the API.</summary>
internal static class VersionDocuments
{
    private static readonly MediaType[] Types = [new("application/json", "application/vnd.openstack.masakari+json;version=1")];

    /// <summary>At the root.</summary>
    public static IResult List(string baseUrl) => new JsonAnswer(
        StatusCodes.Status200OK, new { versions = new[] { new Version { Links = [Self(baseUrl)], MediaTypes = null } } });

    /// <summary>At <c>/v1</c>.</summary>
    public static object Detail(string baseUrl) => new
    {
        version = new Version { Links = [Self(baseUrl), new Link("describedby", "text/html", "https://docs.openstack.org/")], MediaTypes = Types },
    };

    /// <summary>At a path that names no version: the same path below the version that there is.</summary>
    public static IResult Choices(string baseUrl, string path) => new JsonAnswer(
        StatusCodes.Status300MultipleChoices,
        new { choices = new[] { new Choice { Links = [new Link("self", null, $"{baseUrl}v1{new PathString(path).ToUriComponent()}")], MediaTypes = Types } } });

    private static Link Self(string baseUrl) => new("self", null, baseUrl + "v1/");

    private sealed record Version
    {
        public string Id { get; } = "v1.0";
        public string Status { get; } = "CURRENT";

        [JsonPropertyName("version")]
        public string Newest { get; } = Microversion.Newest.ToString();
        public string MinVersion { get; } = Microversion.Oldest.ToString();
        public string Updated { get; } = "2016-07-01T11:33:21Z";
        public required IReadOnlyList<Link> Links { get; init; }

        [JsonPropertyName("media-types"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public required IReadOnlyList<MediaType>? MediaTypes { get; init; }
    }

    private sealed record Choice
    {
        public string Id { get; } = "v1.0";
        public string Status { get; } = "CURRENT";
        public required IReadOnlyList<Link> Links { get; init; }

        [JsonPropertyName("media-types")]
        public required IReadOnlyList<MediaType> MediaTypes { get; init; }
    }

    private sealed record Link(string Rel, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type, string Href);

    private sealed record MediaType(string Base, string Type);
}
