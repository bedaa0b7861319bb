namespace Masakari.Host.Sandbox;

/// <summary>Nova's version documents; they need no token.</summary>
internal static class NovaVersions
{
    public static SimulatedAnswer All(SimulatedRequest request) => SimulatedAnswer.Of(200, new { versions = new[] { Document(request) } });

    public static SimulatedAnswer V21(SimulatedRequest request) => SimulatedAnswer.Of(200, new { version = Document(request) });

    private static object Document(SimulatedRequest request) => new
    {
        id = "v2.1",
        status = "CURRENT",
        version = Microversion.Latest.ToString(),
        min_version = Microversion.Oldest.ToString(),
        updated = "2013-07-23T11:33:21Z",
        links = new[] { new { rel = "self", href = $"{request.Origin}/compute/v2.1/" } },
    };
}
