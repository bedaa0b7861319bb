using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Host.Cli.Client;

/// <summary>Arguments and options of the client verbs.</summary>
internal static class Named
{
    public static string[] RecoveryMethods { get; } = ["auto", "reserved_host", "auto_priority", "rh_priority"];

    /// <summary>A word that is needed.</summary>
    public static Argument<string> Word(string name, string help)
    {
        var word = new Argument<string>(name) { Description = help };
        word.Validators.Add(Check);
        return word;
    }

    /// <summary>One word of a few.</summary>
    public static Argument<string> OneOf(string name, string help, string[] words)
    {
        var word = Word(name, $"{help}: {string.Join(", ", words)}.");
        word.Validators.Add(given =>
        {
            if (!words.Contains(given.Tokens[0].Value))
                given.AddError($"{name} must be one of {string.Join(", ", words)}, not '{given.Tokens[0].Value}'");
        });
        word.CompletionSources.Add(words);
        return word;
    }

    /// <summary>One or more words.</summary>
    public static Argument<string[]> Words(string name, string help)
    {
        var words = new Argument<string[]>(name) { Description = help, Arity = ArgumentArity.OneOrMore };
        words.Validators.Add(Check);
        return words;
    }

    public static Argument<Guid> Notification() => Typed.Uuid("The UUID of the notification.");

    /// <summary>An option for a field, spelt as the openstack client spells it and with dashes.</summary>
    public static Option<string?> Field(string field, string help) =>
        WithDashes(new($"--{field}") { Description = help, HelpName = "TEXT" });

    /// <summary>One word of a few for a field.</summary>
    public static Option<string?> FieldOf(string field, string help, string[] words)
    {
        var option = WithDashes(new($"--{field}") { Description = help, HelpName = string.Join('|', words) });
        option.CompletionSources.Add(words);
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && !words.Contains(token.Value))
                given.AddError($"--{field} must be one of {string.Join(", ", words)}, not '{token.Value}'");
        });
        return option;
    }

    /// <summary>A truth.</summary>
    public static Option<string?> Truth(string field, string help)
    {
        var option = WithDashes(new($"--{field}") { Description = help, HelpName = "True|False" });
        option.CompletionSources.Add("True", "False");
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && BoolWord.Parse(token.Value) is null)
                given.AddError($"--{field} must be True or False, not '{token.Value}'");
        });
        return option;
    }

    /// <summary>Adds to the fields of a request what was given.</summary>
    public static void Put(this JsonObject fields, ParseResult command, string field, Option<string?> option, bool isTruth = false)
    {
        if (command.GetResult(option) is not { Implicit: false } || command.GetValue(option) is not { } given) return;
        fields[field] = isTruth ? BoolWord.Parse(given) : given;
    }

    /// <summary>A JSON object.</summary>
    public static Argument<string> JsonDocument(string name, string help)
    {
        var text = new Argument<string>(name) { Description = help };
        text.Validators.Add(given =>
        {
            if (!IsObject(given.Tokens[0].Value)) given.AddError($"{name} must be a JSON object, such as '{{\"event\": \"STOPPED\"}}'");
        });
        return text;
    }

    private static bool IsObject(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Option<string?> WithDashes(Option<string?> option)
    {
        if (option.Name.Contains('_')) option.Aliases.Add(option.Name.Replace('_', '-'));
        return option;
    }

    // The parser gives an unknown option to the next argument.
    private static void Check(ArgumentResult given)
    {
        foreach (var word in given.Tokens.Select(token => token.Value))
        {
            if (word.StartsWith('-')) given.AddError($"'{word}' is not a command or option");
            else if (word.Trim().Length == 0) given.AddError($"{given.Argument.Name} must not be empty");
        }
    }
}
