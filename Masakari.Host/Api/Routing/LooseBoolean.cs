namespace Masakari.Host.Api.Routing;

/// <summary>Yes and no as list filters take them: any case, surrounding blanks allowed.</summary>
internal static class LooseBoolean
{
    private static readonly string[] No = ["0", "f", "false", "n", "no", "off"];
    private static readonly string[] Yes = ["1", "on", "t", "true", "y", "yes"];

    /// <summary>All words, as a refusal shows them.</summary>
    public static string Words { get; } = string.Join(", ", No.Concat(Yes).Order(StringComparer.Ordinal).Select(word => $"'{word}'"));

    public static bool TryRead(string text, out bool value)
    {
        var word = text.Trim().ToLowerInvariant();
        value = Yes.Contains(word, StringComparer.Ordinal);
        return value || No.Contains(word, StringComparer.Ordinal);
    }
}
