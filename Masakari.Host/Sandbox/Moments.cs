using System.Globalization;

namespace Masakari.Host.Sandbox;

/// <summary>The time formats of OpenStack.</summary>
internal static class Moments
{
    public static string Keystone(DateTimeOffset moment) => Text(moment, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>The format of a time read from Nova's database, which stores whole seconds.</summary>
    public static string Stored(DateTimeOffset moment) => Text(moment, "yyyy-MM-dd'T'HH:mm:ss'.000000'");

    /// <summary>The format in Nova's answer to a change, before it is read from the database.</summary>
    public static string JustWritten(DateTimeOffset moment) => Text(moment, "yyyy-MM-dd'T'HH:mm:ss.ffffff");

    public static string OfServer(DateTimeOffset moment) => Text(moment, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    public static string? Stored(DateTimeOffset? moment) => moment is { } known ? Stored(known) : null;

    private static string Text(DateTimeOffset moment, string format) => moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
