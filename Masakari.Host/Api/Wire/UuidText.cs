namespace Masakari.Host.Api.Wire;

/// <summary>The spellings of uuids: loose where the original is loose, exact in paths.</summary>
internal static class UuidText
{
    /// <summary>Whether it is a uuid in any common spelling: with or without dashes, in braces, after <c>urn:uuid:</c>, in any case.</summary>
    public static bool IsLike(string text)
    {
        var bare = text.Replace("urn:", "", StringComparison.Ordinal).Replace("uuid:", "", StringComparison.Ordinal).Trim('{', '}');
        return Guid.TryParseExact(bare.Replace("-", "", StringComparison.Ordinal), "N", out _);
    }

    /// <summary>An id in a path is compared as text with the stored lower-case dashed uuid; every other spelling names nothing.</summary>
    public static Guid? Stored(string text) => Guid.TryParseExact(text, "D", out var uuid) && text == uuid.ToString() ? uuid : null;
}
