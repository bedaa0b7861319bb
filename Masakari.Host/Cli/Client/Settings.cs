using System.CommandLine;

namespace Masakari.Host.Cli.Client;

/// <summary>
/// The settings of the caller's account. The command line goes before clouds.yaml, and clouds.yaml before the environment; with
/// <c>--os-cloud</c> nothing of the login but the password is taken from the environment.
/// </summary>
internal sealed class Settings
{
    private readonly Dictionary<SettingKey, Setting> values = [];
    private string? cloudPlace;

    public Setting? this[SettingKey key] => values.GetValueOrDefault(key);

    public string? Text(SettingKey key) => this[key]?.Value;

    public bool IsInsecure { get; private set; }

    /// <summary>All values that must not be printed.</summary>
    public IEnumerable<string> Secrets => values.Where(pair => pair.Key.IsSecret).Select(pair => pair.Value.Value);

    /// <exception cref="CliException">A file is wrong, a cloud is unknown, or two sources contradict each other.</exception>
    public static Settings Read(ParseResult command, IReadOnlyList<ClientOptions> sets, Surroundings around)
    {
        var settings = new Settings { IsInsecure = sets.Any(set => set.IsInsecure(command)) };
        var named = sets.Select(set => set.Cloud(command)).FirstOrDefault(cloud => cloud is not null);
        foreach (var key in SettingKey.All)
        {
            if (sets.Select(set => set.Value(command, key)).FirstOrDefault(value => value is not null) is { } given)
                settings.values[key] = new Setting(given, Source.CommandLine, key.Option);
        }

        settings.ReadFile(named, around);
        foreach (var key in SettingKey.All)
            settings.ReadVariables(key, around, hasNamedCloud: named is not null);
        return settings;
    }

    /// <summary>The setting, or a line that says where it is missing.</summary>
    /// <exception cref="CliException">It is not set.</exception>
    public Setting Needed(SettingKey key) => this[key] ?? throw Missing(key);

    public CliException Missing(SettingKey key) => CliException.Usage(cloudPlace is null
        ? $"{key.Variable} is not set; set it, give {key.Option}, or choose a cloud of clouds.yaml with OS_CLOUD"
        : $"{cloudPlace} has no {key.NamesInFile.First()}; add it there or to secure.yaml, or set {key.Variable}");

    private void ReadFile(string? named, Surroundings around)
    {
        var wanted = named ?? around.Variable("OS_CLOUD");
        var hasOther = new[] { SettingKey.AuthUrl, SettingKey.Endpoint }
            .Any(key => values.ContainsKey(key) || key.Variables.Any(name => around.Variable(name) is not null));
        if (wanted is null && hasOther) return;
        var file = CloudsFile.Find("clouds", "OS_CLIENT_CONFIG_FILE", around);
        wanted ??= file is { Names: [var only] } ? only : null;   // as the openstack client does
        if (wanted is null) return;
        var place = named is null ? "OS_CLOUD" : "--os-cloud";
        if (file is null)
        {
            throw CliException.Usage(
                $"{place} is '{wanted}', but there is no clouds.yaml in {around.Folder}, ~/.config/openstack or {around.SiteFolder}");
        }

        var cloud = file.Cloud(wanted)
            ?? throw CliException.Usage($"{file.Path} has no cloud '{wanted}' ({place}); it has {string.Join(", ", file.Names)}");
        if (cloud.TryGetValue("profile", out var profile))
            throw CliException.Usage($"{profile.Place}: profiles are not supported; write the settings of the profile into the cloud");
        cloudPlace = $"{file.Path}: cloud '{wanted}'";
        Take(cloud, CloudsFile.Find("secure", "OS_CLIENT_SECURE_FILE", around)?.Cloud(wanted));
    }

    private void Take(IReadOnlyDictionary<string, Setting> cloud, IReadOnlyDictionary<string, Setting>? secure)
    {
        foreach (var key in SettingKey.All)
        {
            var found = key.NamesInFile.Select(name => secure?.GetValueOrDefault(name) ?? cloud.GetValueOrDefault(name))
                .FirstOrDefault(value => value is not null);
            if (found is not null) values.TryAdd(key, found);
        }

        if (cloud.GetValueOrDefault("verify") is { } verify)
            IsInsecure |= BoolWord.Parse(verify.Value) == false;
    }

    private void ReadVariables(SettingKey key, Surroundings around, bool hasNamedCloud)
    {
        var variable = key.Variables.FirstOrDefault(name => around.Variable(name) is not null);
        if (variable is null || (hasNamedCloud && key.IsInAuth && key != SettingKey.Password)) return;
        var found = new Setting(around.Variable(variable)!, Source.Environment, variable);
        if (this[key] is { Source: Source.File } filed && !hasNamedCloud)
        {
            if (!key.IsInAuth) values[key] = found;   // such as another region of the same cloud
            else if (filed.Value != found.Value)
                throw CliException.Usage($"{variable} and {filed.Place} contradict each other; unset {variable} or OS_CLOUD");
            return;
        }

        values.TryAdd(key, found);
    }
}
