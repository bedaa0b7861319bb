using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Masakari.Core.Configuration;

/// <summary>The types of values, with the rules of the original's configuration library.</summary>
internal static partial class ConfTypes
{
    public static ConfType<string> Text { get; } = new("text", Always);

    public static ConfType<bool> Bool { get; } = new("true or false", TryBool);

    public static ConfType<IReadOnlyList<string>> List { get; } = new("a list, separated by commas", TryList);

    public static ConfType<Uri> Uri { get; } = new("a URL with scheme and host", TryUri);

    public static ConfType<string> HostAddress { get; } = new("an IPv4 or IPv6 address or a host name", TryHostAddress);

    public static ConfType<string> OneOf(IReadOnlyList<string> choices) =>
        new("one of " + string.Join(", ", choices), (string text, [MaybeNullWhen(false)] out string value) =>
            choices.Contains(value = text, StringComparer.Ordinal));

    public static ConfType<int> Whole(string what, int min, int max) => new(what + Range(min, max), (string text, out int value) =>
        TryWhole(text, out value) && value >= min && value <= max);

    public static ConfType<int?> OptionalWhole(string what, int min, int max)
    {
        var whole = Whole(what, min, max);
        return new(whole.Expected, (string text, out int? value) =>
        {
            var empty = text.AsSpan().Trim().IsEmpty;
            var good = whole.TryParse(text, out var number);
            value = empty ? null : number;
            return empty || good;
        });
    }

    public static ConfType<double> Decimal(double min, double max) => new("a number" + Range(min, max), (string text, out double value) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value) && value >= min && value <= max);

    private static bool Always(string text, out string value)
    {
        value = text;
        return true;
    }

    private static bool TryBool(string text, out bool value)
    {
        var word = text.ToLowerInvariant();
        value = word is "true" or "1" or "on" or "yes";
        return value || word is "false" or "0" or "off" or "no";
    }

    private static bool TryWhole(string text, out int value)
    {
        value = 0;
        if (!WholeNumber().IsMatch(text.Trim()))
            return false;
        var digits = text.Trim().Replace("_", "", StringComparison.Ordinal);
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryList(string text, out IReadOnlyList<string> value)
    {
        var items = text.Trim().TrimEnd(',');
        value = items.Length == 0 ? [] : items.Split(',', StringSplitOptions.TrimEntries);
        return true;
    }

    private static bool TryUri(string text, out Uri value) =>
        System.Uri.TryCreate(text, UriKind.Absolute, out value!) && value.Host.Length > 0;

    private static bool TryHostAddress(string text, out string value)
    {
        value = text;
        if (text.Contains(':', StringComparison.Ordinal))
            return IPAddress.TryParse(text, out _) && !text.Contains('[', StringComparison.Ordinal);
        return LooksLikeIPv4().IsMatch(text) ? IPAddress.TryParse(text, out _) && text.Count(c => c == '.') == 3 : HostName().IsMatch(text);
    }

    private static string Range(double min, double max) => (min > int.MinValue, max < int.MaxValue) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $", {min} to {max}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $", {min} or more"),
        (false, true) => string.Create(CultureInfo.InvariantCulture, $", at most {max}"),
        _ => "",
    };

    [GeneratedRegex(@"^[+-]?[0-9]+(_[0-9]+)*$")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[0-9.]+$")]
    private static partial Regex LooksLikeIPv4();

    [GeneratedRegex(@"^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\.?$")]
    private static partial Regex HostName();
}
