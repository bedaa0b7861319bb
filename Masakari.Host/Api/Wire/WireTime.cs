using System.Globalization;
using System.Text.RegularExpressions;

namespace Masakari.Host.Api.Wire;

/// <summary>Times on the wire: always UTC, without a time zone.</summary>
internal static partial class WireTime
{
    // The format O is fast, but has one more digit and a time zone.
    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)[..26];

    public static string? Text(DateTimeOffset? moment) => moment is { } known ? Text(known) : null;

    /// <summary>The format in progress details: a space instead of the T.</summary>
    public static string SpacedText(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>Reads a time in ISO 8601. Missing parts are zero or one, and a missing time zone is UTC.</summary>
    public static bool TryRead(string text, out DateTimeOffset moment)
    {
        moment = default;
        if (Iso8601().Match(text) is not { Success: true } match)
            return false;
        int Part(string name, int missing = 0) =>
            match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : missing;
        var (year, month, day) = (Part("year"), Part("month", missing: 1), Part("day", missing: 1));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        var local = new DateTime(year, month, day, Part("hour"), Part("minute"), Part("second"), DateTimeKind.Unspecified);
        var zone = new TimeSpan(Part("zoneHour"), Part("zoneMinute"), 0) * (match.Groups["sign"].Value == "-" ? -1 : 1);
        var ticks = local.Ticks + Fraction(match.Groups["fraction"].Value) - zone.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        moment = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static long Fraction(string digits) =>
        long.Parse(digits.PadRight(6, '0').AsSpan(0, 6), CultureInfo.InvariantCulture) * TimeSpan.TicksPerMicrosecond;

    [GeneratedRegex("""
        ^(?<year>[0-9]{4})
        (?: -(?<month>[0-9]{2})
          | (?: -(?<month>[0-9]{2})-(?<day>[0-9]{2}) | (?<month>[0-9]{2})(?<day>[0-9]{2}) )
            (?: [T\x20](?<hour>[01][0-9]|2[0-3])
                (?: :?(?<minute>[0-5][0-9]) (?: :?(?<second>[0-5][0-9]) (?:[.,](?<fraction>[0-9]+))? )? )?
                (?: Z | (?<sign>[-+])(?<zoneHour>[01][0-9]|2[0-3])(?: :?(?<zoneMinute>[0-5][0-9]) )? )?
            )?
        )?\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Iso8601();
}
