using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Masakari.Core.Monitoring.Hosts.Consul;

/// <summary>Reads matrix.yaml of the original: the keys <c>sequence</c> and <c>matrix</c>.</summary>
/// <param name="path">The file.</param>
/// <param name="networks">The networks with an agent.</param>
internal sealed class ConsulMatrixReader(string path, IReadOnlyList<string> networks)
{
    private const string Recovery = "recovery";

    private readonly List<string> errors = [];

    /// <summary>What is wrong, with file and line.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Combinations for which the file says nothing, so that nothing is done.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <returns>The matrix; of no use when there are <see cref="Errors"/>.</returns>
    public ConsulMatrix Read()
    {
        try
        {
            using var text = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            return yaml.Documents is [{ RootNode: YamlMappingNode root }, ..] ? Read(root) : new ConsulMatrix(networks, null);
        }
        catch (YamlException e)
        {
            errors.Add($"{path}:{e.Start.Line}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{path} cannot be read: {e.Message}");
        }

        return new ConsulMatrix(networks, null);
    }

    private ConsulMatrix Read(YamlMappingNode root)
    {
        var sequence = Node(root, "sequence") is YamlSequenceNode named ? Words(named) : networks;
        foreach (var name in sequence.Except(networks))
            Wrong(root, $"sequence names the network {name}, but [consul] agent_{name} is not set");
        if (sequence.Distinct().Count() != sequence.Count || sequence.Count == 0) Wrong(root, "sequence must name each network once");
        if (Node(root, "matrix") is not YamlSequenceNode list) return new ConsulMatrix(sequence, null);
        var rows = list.Children.Select(row => Row(row, sequence.Count)).OfType<ConsulMatrixRow>().ToList();
        Missing = [.. All(sequence.Count).Where(states => !rows.Any(row => row.IsUp.SequenceEqual(states)))
            .Select(states => string.Join(", ", sequence.Zip(states, (name, up) => $"{name} {(up ? "up" : "down")}")))];
        return new ConsulMatrix(sequence, rows);
    }

    private ConsulMatrixRow? Row(YamlNode node, int networkCount)
    {
        if (node is not YamlMappingNode row || Node(row, "health") is not YamlSequenceNode health)
        {
            Wrong(node, "a row of the matrix must have the keys health and action");
            return null;
        }

        var (states, actions) = (Words(health), Node(row, "action") is YamlSequenceNode named ? Words(named) : []);
        if (states.Count != networkCount) Wrong(node, $"health has {states.Count} states for {networkCount} networks");
        foreach (var other in states.Where(state => state is not ("up" or "down"))) Wrong(node, $"'{other}' is neither up nor down");
        foreach (var other in actions.Where(action => action != Recovery))
            Wrong(node, $"'{other}' is no action: the only one is {Recovery}");
        return new ConsulMatrixRow([.. states.Select(state => state == "up")], actions.Contains(Recovery));
    }

    private void Wrong(YamlNode node, string what) => errors.Add($"{path}:{node.Start.Line}: {what}");

    private static YamlNode? Node(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private static List<string> Words(YamlSequenceNode list) => [.. list.Children.Select(child => $"{child}".Trim())];

    private static IEnumerable<bool[]> All(int count) =>
        Enumerable.Range(0, 1 << count).Select(number => Enumerable.Range(0, count).Select(bit => (number >> bit & 1) == 0).ToArray());
}
