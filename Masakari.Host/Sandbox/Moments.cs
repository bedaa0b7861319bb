using System.Globalization;

namespace Masakari.Host.Sandbox;

/// <summary>The several ways in which OpenStack writes a moment.</summary>
internal static class Moments
{
    public static string Keystone(DateTimeOffset moment) => Text(moment, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>As read back from Nova's database, which keeps whole seconds.</summary>
    public static string Stored(DateTimeOffset moment) => Text(moment, "yyyy-MM-dd'T'HH:mm:ss'.000000'");

    /// <summary>As Nova answers a change it has not read back.</summary>
    public static string JustWritten(DateTimeOffset moment) => Text(moment, "yyyy-MM-dd'T'HH:mm:ss.ffffff");

    public static string OfServer(DateTimeOffset moment) => Text(moment, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    public static string? Stored(DateTimeOffset? moment) => moment is { } known ? Stored(known) : null;

    private static string Text(DateTimeOffset moment, string format) => moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
