using System.Globalization;

namespace Masakari.Core.Persistence;

/// <summary>The form of ids and times in a column: the same text for MySQL and SQLite, in parameters and in rows.</summary>
internal static class ColumnText
{
    private const string MomentFormat = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>Lower case with dashes.</summary>
    public static string ToText(this Guid value) => value.ToString("D", CultureInfo.InvariantCulture);

    /// <summary>UTC with six digits of a second; the fixed width lets SQLite compare times as text.</summary>
    public static string ToText(this DateTimeOffset value) => value.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture);

    /// <summary>
    /// Text from outside (names, messages of services) for a column of the original. Its tables may be utf8mb3, which rejects characters
    /// outside the basic plane.
    /// </summary>
    /// <param name="text">The text; null stays null.</param>
    /// <param name="most">The column's length in characters; longer text is cut.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? ToStorable(this string? text, int most = 16_000)
    {
        if (text is null) return null;
        var storable = string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? rune.ToString() : "\uFFFD"));
        return storable.Length <= most ? storable : storable[..most];
    }

    /// <summary>Removes the fraction of a second: domain tables hold whole seconds, and MySQL would round where MariaDB cuts.</summary>
    public static DateTimeOffset WholeSeconds(this DateTimeOffset value) => new(value.UtcTicks - value.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);

    /// <summary>A time from a driver: UTC, although the value has no kind.</summary>
    public static DateTimeOffset ToMoment(this DateTime value) => new(DateTime.SpecifyKind(value, DateTimeKind.Utc));

    /// <inheritdoc cref="ToMoment(DateTime)"/>
    public static DateTimeOffset? ToMoment(this DateTime? value) => value?.ToMoment();
}
