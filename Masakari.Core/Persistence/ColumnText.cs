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

    /// <summary>Without the fraction: domain tables hold whole seconds, and MySQL would round where MariaDB cuts.</summary>
    public static DateTimeOffset WholeSeconds(this DateTimeOffset value) => new(value.UtcTicks - value.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);

    /// <summary>A moment as a driver read it: UTC, though it does not say so.</summary>
    public static DateTimeOffset ToMoment(this DateTime value) => new(DateTime.SpecifyKind(value, DateTimeKind.Utc));

    /// <inheritdoc cref="ToMoment(DateTime)"/>
    public static DateTimeOffset? ToMoment(this DateTime? value) => value?.ToMoment();
}
