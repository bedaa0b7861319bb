using System.Globalization;
using System.Text.RegularExpressions;

namespace Masakari.Host.Api.Wire;

/// <summary>A version of the API. A client asks for it in the header OpenStack-API-Version.</summary>
internal readonly partial record struct Microversion(int Major, int Minor)
{
    public const string Header = "OpenStack-API-Version";

    public static readonly Microversion Oldest = new(1, 0);
    public static readonly Microversion WorkflowDetails = new(1, 1);
    public static readonly Microversion SegmentEnabled = new(1, 2);
    public static readonly Microversion Newest = new(1, 3);

    public bool IsSupported => Reaches(Oldest) && Newest.Reaches(this);

    public bool Reaches(Microversion other) => (Major, Minor).CompareTo((other.Major, other.Minor)) >= 0;

    /// <summary>The last version for our service in the list of the header; <see langword="null"/> without one.</summary>
    public static string? Requested(string? header) => (header ?? "").Split(',')
        .Select(element => element.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .LastOrDefault(words => words.Length == 2 && words[0].Equals("instance-ha", StringComparison.OrdinalIgnoreCase))?[1];

    public static bool TryParse(string text, out Microversion version)
    {
        version = Newest;
        if (text == "latest")
            return true;
        var match = Syntax().Match(text);
        version = new Microversion(Number(match.Groups[1].Value), Number(match.Groups[2].Value));
        return match.Success;
    }

    public override string ToString() => $"{Major}.{Minor}";

    // A number that does not fit into an int is higher than any version.
    private static int Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    [GeneratedRegex(@"^([1-9][0-9]*)\.([1-9][0-9]*|0)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
