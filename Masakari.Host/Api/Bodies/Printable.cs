using System.Globalization;

namespace Masakari.Host.Api.Bodies;

/// <summary>
/// Which characters names and texts may hold: those of the basic plane that show something, and blanks. The original refuses all others,
/// emoji too.
/// </summary>
internal static class Printable
{
    public static bool Is(string text) => text.All(Is);

    public static bool IsSpace(char character) => char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator;

    private static bool Is(char character) => character < '\uFFFF' && char.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
