namespace Masakari.Host.Api.Wire;

/// <summary>The spellings of UUIDs that are accepted: many in bodies, one in paths.</summary>
internal static class UuidText
{
    /// <summary>Whether the text is a UUID in any case: with or without dashes, in braces, after <c>urn:uuid:</c>.</summary>
    public static bool IsLike(string text)
    {
        var bare = text.Replace("urn:", "", StringComparison.Ordinal).Replace("uuid:", "", StringComparison.Ordinal).Trim('{', '}');
        return Guid.TryParseExact(bare.Replace("-", "", StringComparison.Ordinal), "N", out _);
    }

    /// <summary>The UUID in a path, in lower case with dashes; <see langword="null"/> for any other spelling, as in the original.</summary>
    public static Guid? Stored(string text) => Guid.TryParseExact(text, "D", out var uuid) && text == uuid.ToString() ? uuid : null;
}
