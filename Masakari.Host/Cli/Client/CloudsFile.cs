using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Masakari.Host.Cli.Client;

/// <summary>A clouds.yaml or secure.yaml, read with its line numbers.</summary>
internal sealed class CloudsFile
{
    private static readonly string[] Kinds = ["yaml", "yml", "json"];

    private readonly YamlMappingNode clouds;

    private CloudsFile(string path, YamlMappingNode clouds) => (Path, this.clouds) = (path, clouds);

    public string Path { get; }

    public IReadOnlyList<string> Names => [.. Pairs(clouds).Select(pair => pair.Name)];

    /// <summary>The file that the client libraries of OpenStack would take; <see langword="null"/> = there is none.</summary>
    /// <param name="name"><c>clouds</c> or <c>secure</c>.</param>
    /// <param name="variable">The variable that names the file instead.</param>
    /// <param name="around">Folders and variables.</param>
    /// <exception cref="CliException">The file is named but missing, or cannot be read.</exception>
    public static CloudsFile? Find(string name, string variable, Surroundings around)
    {
        if (around.Variable(variable) is { } named)
            return File.Exists(named) ? Read(named) : throw CliException.Usage($"{variable}: no such file: {named}");
        var found = Folders(around).SelectMany(folder => Kinds.Select(kind => System.IO.Path.Combine(folder, $"{name}.{kind}")))
            .FirstOrDefault(File.Exists);
        return found is null ? null : Read(found);
    }

    /// <summary>The settings of a cloud by their names, with <c>auth.</c> before those of its login.</summary>
    /// <returns><see langword="null"/> = there is no such cloud.</returns>
    public IReadOnlyDictionary<string, Setting>? Cloud(string name)
    {
        var cloud = Pairs(clouds).FirstOrDefault(pair => pair.Name == name).Value;
        if (cloud is not YamlMappingNode settings) return null;
        var values = new Dictionary<string, Setting>();
        Collect(settings, "", values);
        return values;
    }

    private static IEnumerable<string> Folders(Surroundings around)
    {
        yield return around.Folder;
        if (around.Variable("XDG_CONFIG_HOME") is { } ours) yield return System.IO.Path.Combine(ours, "openstack");
        if (around.Variable("HOME") is { } home) yield return System.IO.Path.Combine(home, ".config", "openstack");
        yield return around.SiteFolder;
    }

    private static CloudsFile Read(string path)
    {
        try
        {
            using var text = File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            var root = yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode as YamlMappingNode;
            var clouds = root is null ? default : Pairs(root).FirstOrDefault(pair => pair.Name == "clouds");
            return clouds.Value is YamlMappingNode list
                ? new CloudsFile(path, list) : throw CliException.Usage($"{path}:1: there is no list 'clouds'");
        }
        catch (YamlException e)
        {
            // The parser's own text may quote the file, and the file holds passwords.
            throw CliException.Usage($"{path}:{e.Start.Line}: this line cannot be read as YAML");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"{path}: the file cannot be read: {e.Message}");
        }
    }

    private void Collect(YamlMappingNode settings, string prefix, Dictionary<string, Setting> values)
    {
        foreach (var (name, value) in Pairs(settings))
        {
            if (value is YamlMappingNode inner && prefix.Length == 0)
                Collect(inner, $"{name}.", values);
            else if (value is YamlScalarNode { Value: { Length: > 0 } text } scalar && !IsNull(scalar))
                values[prefix + name] = new Setting(text, Source.File, $"{Path}:{value.Start.Line}");
        }
    }

    /// <summary>What a mapping holds, with what it takes over by <c>&lt;&lt;</c>; its own values come last and win.</summary>
    private static IEnumerable<(string Name, YamlNode Value)> Pairs(YamlMappingNode mapping)
    {
        var own = mapping.Children.Select(pair => (Name: (pair.Key as YamlScalarNode)?.Value ?? "", pair.Value)).ToList();
        var taken = own.Where(pair => pair.Name == "<<")
            .SelectMany(pair => pair.Value is YamlSequenceNode several ? several.Children.Reverse() : [pair.Value])
            .OfType<YamlMappingNode>().SelectMany(Pairs);
        var all = new Dictionary<string, YamlNode>();
        foreach (var (name, value) in taken.Concat(own.Where(pair => pair.Name != "<<"))) all[name] = value;
        return all.Select(pair => (pair.Key, pair.Value));
    }

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "~" or "null" or "Null" or "NULL";
}
