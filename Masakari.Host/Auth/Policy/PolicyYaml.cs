using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Masakari.Host.Auth.Policy;

/// <summary>
/// Reads the part of YAML (and so of JSON) that policies are made of: a mapping of rule names to texts or lists. All else is refused, above all what
/// could be taken for something else than was meant: a name twice, no value, true, 1, tags, references, a second document.
/// </summary>
internal static class PolicyYaml
{
    /// <exception cref="YamlException">It is something else; the exception tells where and what.</exception>
    public static IReadOnlyList<WrittenRule> Read(string path, string text)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        var rules = parser.TryConsume<DocumentStart>(out _) ? Rules(path, parser) : [];
        if (!parser.Accept<StreamEnd>(out _))
            throw Wrong(parser.Current!, "only one document may stand in the file");
        return rules;
    }

    private static List<WrittenRule> Rules(string path, Parser parser)
    {
        var rules = new Dictionary<string, WrittenRule>(StringComparer.Ordinal);
        if (parser.Accept<Scalar>(out var nothing) && IsNothing(nothing))
            parser.Consume<Scalar>();   // "---" and no more
        else
            ReadMapping();
        parser.Consume<DocumentEnd>();
        return [.. rules.Values];

        void ReadMapping()
        {
            Usual(parser.Accept<MappingStart>(out var start) ? start : throw Wrong(parser.Current!, "a policy is a mapping of rule names to expressions"));
            parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var name = Text(parser, "the name of a rule");
                if (!rules.TryAdd(name.Value, Rule(path, name, parser)))
                    throw Wrong(name, $"the rule '{name.Value}' stands here again, after line {rules[name.Value].Line}");
            }
        }
    }

    private static WrittenRule Rule(string path, Scalar name, Parser parser)
    {
        var rule = new WrittenRule(path, (int)name.Start.Line, name.Value);
        if (!parser.Accept<SequenceStart>(out _))
            return rule with { Expression = Text(parser, $"the expression of '{name.Value}'").Value };
        return rule with { Alternatives = Items(parser, () => parser.Accept<SequenceStart>(out _) ? Items(parser, Check) : [Check()]) };

        string Check() => Text(parser, $"a check of '{name.Value}'").Value;
    }

    private static List<T> Items<T>(Parser parser, Func<T> read)
    {
        Usual(parser.Consume<SequenceStart>());
        var items = new List<T>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(read());
        return items;
    }

    private static Scalar Text(Parser parser, string what)
    {
        if (!parser.TryConsume<Scalar>(out var text))
            throw Wrong(parser.Current!, $"{what} must be a text");
        Usual(text);
        if (IsNothing(text))
            throw Wrong(text, $"{what} is missing; write \"@\" for everybody, \"!\" for nobody");
        if (text.Style == ScalarStyle.Plain && IsOtherThanText(text.Value))
            throw Wrong(text, $"{what} must be a text, '{text.Value}' is none unless it is quoted");
        return text;
    }

    private static bool IsNothing(Scalar text) => text is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    // What some reader of YAML takes for a truth value, a number, a date or a merge.
    private static bool IsOtherThanText(string text) =>
        text.ToUpperInvariant() is "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N" or "<<" or "="
        || (char.IsAsciiDigit(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':'));

    private static void Usual(NodeEvent node)
    {
        if (!node.Tag.IsEmpty)
            throw Wrong(node, "'!' before a value is a tag of YAML; put the value in quotes");
        if (!node.Anchor.IsEmpty)
            throw Wrong(node, "references (&, *) are not taken");
    }

    private static YamlException Wrong(ParsingEvent place, string problem) => new(place.Start, place.End, problem);
}
