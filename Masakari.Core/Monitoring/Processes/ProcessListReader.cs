using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Masakari.Core.Monitoring.Processes;

/// <summary>
/// Reads process_list.yaml as the Python original has it: a list of items with eight keys. All but the name may be missing here, and two more
/// say how to tell whether the process runs.
/// </summary>
internal sealed class ProcessListReader(string path)
{
    private const string NameKey = "process_name";
    private const string RootKey = "run_as_root";

    private static readonly string[] Known =
    [
        NameKey, "start_command", "pre_start_command", "post_start_command", "restart_command", "pre_restart_command",
        "post_restart_command", RootKey, "systemd_unit", "pid_file",
    ];

    private readonly List<string> warnings = [];

    /// <summary>Keys that nobody knows, with file and line.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <exception cref="ProcessListException">The file cannot be read, or is not of this form.</exception>
    public IReadOnlyList<WatchedProcess> Read()
    {
        try
        {
            using var text = new StreamReader(path);
            return Parse(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProcessListException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private List<WatchedProcess> Parse(TextReader text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(text);
        }
        catch (YamlException e)
        {
            throw new ProcessListException($"{path}:{e.Start.Line}: {e.Message}", e);
        }

        if (yaml.Documents is not [{ RootNode: YamlSequenceNode { Children.Count: > 0 } items }, ..])
            throw new ProcessListException($"{path}: must be a list of processes, each an item that begins with `- {NameKey}:`");
        return [.. items.Children.Select(Item)];
    }

    private WatchedProcess Item(YamlNode node)
    {
        if (node is not YamlMappingNode item) throw Wrong(node, $"an item must be a mapping with the key {NameKey}");
        foreach (var (key, _) in item.Children)
            if (!Known.Contains(key.ToString()))
                warnings.Add($"{path}:{key.Start.Line}: '{key}' is not a key of a process, and has no effect");
        var name = Text(item, NameKey)?.Trim();
        return new WatchedProcess
        {
            Name = string.IsNullOrEmpty(name) ? throw Wrong(item, $"{NameKey} is missing or empty") : name,
            Unit = Text(item, "systemd_unit"),
            PidFile = Text(item, "pid_file"),
            PreStart = Text(item, "pre_start_command"),
            Start = Text(item, "start_command"),
            PostStart = Text(item, "post_start_command"),
            PreRestart = Text(item, "pre_restart_command"),
            Restart = Text(item, "restart_command"),
            PostRestart = Text(item, "post_restart_command"),
            AsRoot = Bool(item, RootKey),
        };
    }

    private string? Text(YamlMappingNode item, string key)
    {
        if (!item.Children.TryGetValue(new YamlScalarNode(key), out var node)) return null;
        if (node is not YamlScalarNode { Value: var value } scalar) throw Wrong(node, $"{key} must be a text");
        var isNull = scalar.Style == ScalarStyle.Plain && value is "" or "~" or "null" or "Null" or "NULL";
        return isNull || string.IsNullOrWhiteSpace(value) ? null : value;
    }

    // As YAML 1.1 has it, which Python reads.
    private bool Bool(YamlMappingNode item, string key) => Text(item, key)?.ToLowerInvariant() switch
    {
        null or "false" or "no" or "off" or "n" => false,
        "true" or "yes" or "on" or "y" => true,
        var other => throw Wrong(item.Children[new YamlScalarNode(key)], $"{key}: '{other}' is not true or false"),
    };

    private ProcessListException Wrong(YamlNode node, string what) => new($"{path}:{node.Start.Line}: {what}");
}
