namespace Masakari.Core.Configuration;

/// <summary>Sections are compared ignoring case, except DEFAULT: <c>[default]</c> is another section, and no known one.</summary>
internal static class SectionName
{
    public const string Default = "DEFAULT";

    public static string Normal(string section) => section == Default ? Default : section.ToLowerInvariant();
}
