using System.Text.Json.Serialization;

namespace Masakari.Tests.RealCloud.Clients;

/// <summary>How one command of the <c>openstack</c> client ended, and what it wrote.</summary>
internal sealed record ShellAnswer
{
    [JsonPropertyName("code")]
    public required int Code { get; init; }

    [JsonPropertyName("out")]
    public required string Output { get; init; }

    [JsonPropertyName("err")]
    public required string Errors { get; init; }
}
