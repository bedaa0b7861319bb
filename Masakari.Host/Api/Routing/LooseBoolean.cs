namespace Masakari.Host.Api.Routing;

/// <summary>The words for yes and no in list filters. Case and surrounding spaces do not matter.</summary>
internal static class LooseBoolean
{
    private static readonly string[] No = ["0", "f", "false", "n", "no", "off"];
    private static readonly string[] Yes = ["1", "on", "t", "true", "y", "yes"];

    /// <summary>All words, as the message of a rejection shows them.</summary>
    public static string Words { get; } = string.Join(", ", No.Concat(Yes).Order(StringComparer.Ordinal).Select(word => $"'{word}'"));

    public static bool TryRead(string text, out bool value)
    {
        var word = text.Trim().ToLowerInvariant();
        value = Yes.Contains(word, StringComparer.Ordinal);
        return value || No.Contains(word, StringComparer.Ordinal);
    }
}
