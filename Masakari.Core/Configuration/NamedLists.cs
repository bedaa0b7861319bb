using System.Text.RegularExpressions;

namespace Masakari.Core.Configuration;

/// <summary>
/// The form of the recovery flows: <c>pre:['a','b'],main:[c],post:[]</c>. The published guide shows it with braces and quoted keys, which the
/// original refuses and we take as well.
/// </summary>
internal static partial class NamedLists
{
    public static ConfType<IReadOnlyDictionary<string, IReadOnlyList<string>>> Type { get; } =
        new("of the form pre:[a,b],main:[c],post:[d]", TryParse);

    public static string Render(IReadOnlyDictionary<string, IReadOnlyList<string>> lists) =>
        string.Join(",", lists.Select(list => $"{list.Key}:[{string.Join(",", list.Value)}]"));

    private static bool TryParse(string text, out IReadOnlyDictionary<string, IReadOnlyList<string>> value)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        value = lists;
        var body = text.Trim();
        if (body is ['{', .., '}'])
            body = body[1..^1].Trim();
        if (body.Length == 0)
            return true;
        var whole = Whole().Match(body);
        if (!whole.Success)
            return false;
        foreach (var (key, items) in whole.Groups["key"].Captures.Zip(whole.Groups["items"].Captures))
        {
            if (!lists.TryAdd(key.Value, [.. Items().Match(items.Value).Groups["item"].Captures.Select(item => item.Value.Trim().Trim('\'', '"'))]))
                return false;
        }

        return true;
    }

    private const string List = """\s*((?<item>'[^'\[\]]*'|"[^"\[\]]*"|[^'",\[\]\s]+)\s*(,\s*|(?=\]|$)))*""";

    [GeneratedRegex($"""^({Entry})(,{Entry})*,?$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    private const string Entry = $$"""\s*(?<q>['"]?)(?<key>\w+)\k<q>\s*:\s*\[(?<items>{{List}})\]\s*""";

    [GeneratedRegex($"^{List}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Items();
}
