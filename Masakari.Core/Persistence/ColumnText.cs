using System.Globalization;

namespace Masakari.Core.Persistence;

/// <summary>How identities and moments stand in a column: the same text for MySQL and SQLite, in parameters and in rows.</summary>
internal static class ColumnText
{
    private const string MomentFormat = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>Lower case with dashes.</summary>
    public static string ToText(this Guid value) => value.ToString("D", CultureInfo.InvariantCulture);

    /// <summary>UTC with six digits of a second; of fixed width, so that SQLite can compare it as text.</summary>
    public static string ToText(this DateTimeOffset value) => value.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture);

    /// <summary>Foreign text (names, messages of services) for a column of the original: its tables may be utf8mb3, which refuses what lies beyond the BMP.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <param name="most">The column's length in characters; what is longer is cut.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? ToStorable(this string? text, int most = 16_000)
    {
        if (text is null) return null;
        var storable = string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? rune.ToString() : "\uFFFD"));
        return storable.Length <= most ? storable : storable[..most];
    }

    /// <summary>Without the fraction: domain tables hold whole seconds, and MySQL would round where MariaDB cuts.</summary>
    public static DateTimeOffset WholeSeconds(this DateTimeOffset value) => new(value.UtcTicks - value.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);

    /// <summary>A moment as a driver read it: UTC, though it does not say so.</summary>
    public static DateTimeOffset ToMoment(this DateTime value) => new(DateTime.SpecifyKind(value, DateTimeKind.Utc));

    /// <inheritdoc cref="ToMoment(DateTime)"/>
    public static DateTimeOffset? ToMoment(this DateTime? value) => value?.ToMoment();
}
