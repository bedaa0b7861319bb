using System.Text.Json.Serialization;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Versions;

/// <summary>The documents by which clients discover the API.</summary>
internal static class VersionDocuments
{
    private static readonly MediaType[] Types = [new("application/json", "application/vnd.openstack.masakari+json;version=1")];

    /// <summary>The answer at <c>/</c>.</summary>
    public static IResult List(string baseUrl) => new JsonAnswer(
        StatusCodes.Status200OK, new { versions = new[] { new Version { Links = [Self(baseUrl)], MediaTypes = null } } });

    /// <summary>The answer at <c>/v1</c>.</summary>
    public static object Detail(string baseUrl) => new
    {
        version = new Version
        {
            Links = [Self(baseUrl), new Link("describedby", "text/html", "https://docs.openstack.org/")],
            MediaTypes = Types,
        },
    };

    /// <summary>The answer at a path without a version: a link to the same path below <c>/v1</c>.</summary>
    public static IResult Choices(string baseUrl, string path) => new JsonAnswer(
        StatusCodes.Status300MultipleChoices,
        new { choices = new[] { new Choice { Links = [InV1(baseUrl, path)], MediaTypes = Types } } });

    private static Link Self(string baseUrl) => InV1(baseUrl, "/");

    private static Link InV1(string baseUrl, string path) => new("self", null, $"{baseUrl}v1{new PathString(path).ToUriComponent()}");

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

    private sealed record Link(
        string Rel, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type, string Href);

    private sealed record MediaType(string Base, string Type);
}
