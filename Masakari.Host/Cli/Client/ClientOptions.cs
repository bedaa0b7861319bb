using System.CommandLine;

namespace Masakari.Host.Cli.Client;

/// <summary>The options that all client verbs have. Each place of the command line that takes them needs a set of its own.</summary>
internal sealed class ClientOptions
{
    private readonly Dictionary<SettingKey, Option<string?>> keys = SettingKey.All.ToDictionary(
        key => key, key => new Option<string?>(key.Option) { Description = key.Help, HelpName = "VALUE" });

    private readonly Option<string?> cloud = new("--os-cloud") { Description = "A cloud of clouds.yaml.", HelpName = "NAME" };
    private readonly Option<bool> insecure = new("--insecure") { Description = "Do not verify certificates." };
    private readonly Option<bool> debug = new("--debug") { Description = "Print every HTTP request and answer, without secrets." };

    private ClientOptions()
    {
    }

    /// <summary>The set of a verb; it is valid on all of its commands.</summary>
    public static ClientOptions Of(Command verb)
    {
        var options = new ClientOptions();
        foreach (var option in options.All) option.Recursive = true;
        return options.AddedTo(verb);
    }

    /// <summary>The set before the verb, where the openstack client has them.</summary>
    public static ClientOptions BeforeVerb(Command root)
    {
        var options = new ClientOptions();
        foreach (var option in options.All) option.Hidden = true;
        return options.AddedTo(root);
    }

    private IEnumerable<Option> All => [cloud, .. keys.Values, insecure, debug];

    public string? Cloud(ParseResult command) => Value(command, cloud);

    public bool IsInsecure(ParseResult command) => command.GetResult(insecure) is { Implicit: false };

    public bool IsDebug(ParseResult command) => command.GetResult(debug) is { Implicit: false };

    public string? Value(ParseResult command, SettingKey key) => Value(command, keys[key]);

    /// <summary>Whether an option before the verb is one of these.</summary>
    public static bool IsOne(Option option) =>
        option.Name.StartsWith("--os-", StringComparison.Ordinal) || option.Name is "--insecure" or "--debug";

    private static string? Value(ParseResult command, Option<string?> option) =>
        command.GetResult(option) is { Implicit: false } && command.GetValue(option) is { Length: > 0 } value ? value : null;

    private ClientOptions AddedTo(Command command)
    {
        keys[SettingKey.Endpoint].Aliases.Add("--os-endpoint-override");
        foreach (var option in All) command.Add(option);
        return this;
    }
}
