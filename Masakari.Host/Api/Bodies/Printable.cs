using System.Globalization;

namespace Masakari.Host.Api.Bodies;

/// <summary>
/// The characters that names and texts may contain: visible characters of the Basic Multilingual Plane, and spaces. The original rejects
/// all others, also emoji.
/// </summary>
internal static class Printable
{
    public static bool Is(string text) => text.All(Is);

    public static bool IsSpace(char character) => char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator;

    private static bool Is(char character) => character < '\uFFFF' && char.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
