using System.Globalization;

namespace Masakari.Host.Sandbox;

/// <summary>A version of the compute API; 2.1 when the request names none.</summary>
internal readonly record struct Microversion(int Major, int Minor)
{
    public static readonly Microversion Oldest = new(2, 1);
    public static readonly Microversion Latest = new(2, 93);

    public bool IsSupported => Major == 2 && Minor >= Oldest.Minor && Minor <= Latest.Minor;

    public static Microversion Asked(SimulatedRequest request)
    {
        var text = request.Header("OpenStack-API-Version") is { } named && named.StartsWith("compute ", StringComparison.OrdinalIgnoreCase)
            ? named["compute ".Length..].Trim()
            : request.Header("X-OpenStack-Nova-API-Version");
        if (text is null) return Oldest;
        if (text == "latest") return Latest;
        return text.Split('.') is [var major, var minor]
            && int.TryParse(major, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(minor, CultureInfo.InvariantCulture, out var second)
            ? new Microversion(first, second)
            : default;
    }

    public override string ToString() => $"{Major}.{Minor}";
}
