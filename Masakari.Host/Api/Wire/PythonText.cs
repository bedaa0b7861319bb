using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Host.Api.Wire;

/// <summary>Shows JSON values as Python prints them, because clients compare and show the messages of rejections.</summary>
internal static class PythonText
{
    /// <summary>As Python's <c>str()</c>: a string has no quotes.</summary>
    public static string Of(JsonNode? value) => IsText(value, out var text) ? text : Repr(value);

    /// <summary>As Python's <c>repr()</c>: a string has quotes.</summary>
    public static string Repr(JsonNode? value) => value switch
    {
        null => "None",
        JsonObject members => "{" + string.Join(", ", members.Select(member => $"{Repr(member.Key)}: {Repr(member.Value)}")) + "}",
        JsonArray items => "[" + string.Join(", ", items.Select(Repr)) + "]",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.String => Repr(value.GetValue<string>()),
            _ => Number(value.ToJsonString()),
        },
    };

    public static string Repr(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var shown = new StringBuilder().Append(quote);
        foreach (var rune in text.EnumerateRunes())
            Append(shown, rune, quote);
        return shown.Append(quote).ToString();
    }

    /// <summary>The shortest text for the number, with a decimal point or an exponent: <c>1.0</c>, <c>1e-05</c>, <c>1e+16</c>.</summary>
    public static string Float(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.Contains('e', StringComparison.Ordinal) || text.Contains('.', StringComparison.Ordinal) ? text
            : Math.Abs(value) < 1e16 ? text + ".0"
            : Scientific(text);
    }

    // .NET writes a number of 17 digits without an exponent, and Python with one.
    private static string Scientific(string digits)
    {
        var first = digits[0] == '-' ? 2 : 1;
        var fraction = digits[first..].TrimEnd('0');
        return $"{digits[..first]}{(fraction.Length > 0 ? "." : "")}{fraction}e+{digits.Length - first}";
    }

    public static bool IsText(JsonNode? value, out string text)
    {
        text = value is JsonValue && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
        return value is JsonValue && value.GetValueKind() == JsonValueKind.String;
    }

    private static string Number(string json) =>
        json == PythonConstants.NotANumber ? "nan"
        : json == "-0" ? "0"
        : json.AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? json : Float(double.Parse(json, CultureInfo.InvariantCulture));

    private static void Append(StringBuilder shown, Rune rune, char quote) => _ = rune.Value switch
    {
        '\n' => shown.Append("\\n"),
        '\r' => shown.Append("\\r"),
        '\t' => shown.Append("\\t"),
        '\\' => shown.Append("\\\\"),
        _ when rune.Value == quote => shown.Append('\\').Append(quote),
        _ when IsPrintable(rune) => shown.Append(rune.ToString()),
        < 0x100 => shown.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
        < 0x10000 => shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => shown.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
