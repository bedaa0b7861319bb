namespace Masakari.Host.Sandbox;

/// <summary>Keystone's version documents.</summary>
internal static class KeystoneVersions
{
    public static SimulatedAnswer All(SimulatedRequest request) =>
        SimulatedAnswer.Of(300, new { versions = new { values = new[] { Document(request) } } })
            .With("Location", $"{request.Origin}/identity/v3/");

    public static SimulatedAnswer V3(SimulatedRequest request) => SimulatedAnswer.Of(200, new { version = Document(request) });

    private static Dictionary<string, object> Document(SimulatedRequest request) => new()
    {
        ["id"] = "v3.14",
        ["status"] = "stable",
        ["updated"] = "2020-04-07T00:00:00Z",
        ["links"] = new[] { new { rel = "self", href = $"{request.Origin}/identity/v3/" } },
        ["media-types"] = new[]
        {
            new Dictionary<string, string> { ["base"] = "application/json", ["type"] = "application/vnd.openstack.identity-v3+json" },
        },
    };
}
