using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Bodies;

/// <summary>Checks the value of a field. Gives the problem, or <see langword="null"/> when the value is allowed.</summary>
internal delegate Problem? FieldType(string field, JsonNode? value);

/// <summary>The field types of all resources.</summary>
internal static class FieldTypes
{
    private const int TextColumn = 65_535;   // bytes of UTF-8 in a TEXT of MySQL
    private static readonly string[] TrueWords = ["True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes"];
    private static readonly string[] FalseWords = ["False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no"];
    private static readonly string BooleanChoices = $"[True, {Quoted(TrueWords)}, False, {Quoted(FalseWords)}]";

    /// <summary>1 to 255 printable characters, no white space at either end.</summary>
    public static Problem? Name(string field, JsonNode? value) =>
        Text(min: 1, max: 255)(field, value) is { } problem ? problem
        : value!.GetValue<string>() is var name && Printable.Is(name) && !Printable.IsSpace(name[0]) && !Printable.IsSpace(name[^1]) ? null
        : new Problem(
            "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.");

    /// <summary>Printable characters and line feeds, up to the size of the column.</summary>
    /// <param name="nullable">Whether null is allowed, too.</param>
    public static FieldType FreeText(bool nullable) => (field, value) =>
        nullable && value is null ? null
        : !PythonText.IsText(value, out var text)
            ? Problem.In(field, value, nullable ? Problem.WrongType(value, "string", "null") : Problem.WrongType(value, "string"))
        : !text.Split('\n').All(Printable.Is)
            ? Problem.In(field, value, $"{PythonText.Repr(value)} does not match '^[printable characters and line feeds]*$'")
        : Encoding.UTF8.GetByteCount(text) > TextColumn ? Problem.In(field, value, $"{PythonText.Repr(value)} is too long")
        : null;

    /// <summary>A string with a length between the limits that matches the pattern, if there is one.</summary>
    public static FieldType Text(int min, int max, Regex? pattern = null) => (field, value) =>
        !PythonText.IsText(value, out var text) ? Problem.In(field, value, Problem.WrongType(value, "string"))
        : text.Length < min ? Problem.In(field, value, $"{PythonText.Repr(value)} should be non-empty")
        : text.EnumerateRunes().Count() > max ? Problem.In(field, value, $"{PythonText.Repr(value)} is too long")
        : pattern?.IsMatch(text) != false ? null
        : Problem.In(field, value, $"{PythonText.Repr(value)} does not match '{Shown(pattern)}'");

    /// <summary>One of the choices, case-sensitive.</summary>
    /// <param name="brackets">The two brackets around the choices in the message.</param>
    /// <param name="choices">The allowed values.</param>
    public static FieldType OneOf(string brackets, params string[] choices) => (field, value) =>
        !PythonText.IsText(value, out var text) ? Problem.In(field, value, Problem.WrongType(value, "string"))
        : choices.Contains(text, StringComparer.Ordinal) ? null
        : Problem.In(field, value, $"{PythonText.Repr(value)} is not one of {brackets[0]}{Quoted(choices)}{brackets[1]}");

    /// <summary>JSON true or false, or a word that means true or false.</summary>
    public static Problem? Boolean(string field, JsonNode? value)
    {
        if (value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return null;
        if (!PythonText.IsText(value, out var word))
            return Problem.In(field, value, Problem.WrongType(value, "boolean", "string"));
        return TrueWords.Concat(FalseWords).Contains(word, StringComparer.Ordinal) ? null
            : Problem.In(field, value, $"{PythonText.Repr(value)} is not one of {BooleanChoices}");
    }

    /// <summary>The meaning of a value that has passed <see cref="Boolean"/>.</summary>
    public static bool Truth(JsonNode value) =>
        PythonText.IsText(value, out var word) ? TrueWords.Contains(word, StringComparer.Ordinal) : value.GetValue<bool>();

    /// <summary>A time, see <see cref="WireTime.TryRead"/>.</summary>
    public static Problem? Moment(string field, JsonNode? value) =>
        !PythonText.IsText(value, out var text) ? Problem.In(field, value, Problem.WrongType(value, "string"))
        : WireTime.TryRead(text, out _) ? null : Problem.In(field, value, $"{PythonText.Repr(value)} is not a 'date-time'");

    /// <summary>Any common spelling of a uuid.</summary>
    public static Problem? Uuid(string field, JsonNode? value) =>
        !PythonText.IsText(value, out var text) ? Problem.In(field, value, Problem.WrongType(value, "string"))
        : UuidText.IsLike(text) ? null : Problem.In(field, value, $"{PythonText.Repr(value)} is not a 'uuid'");

    // Our patterns end in \z, because $ allows a final line feed. The message has $, as in the original.
    private static string Shown(Regex pattern) => pattern.ToString().Replace(@"\z", "$", StringComparison.Ordinal);

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(PythonText.Repr));
}
