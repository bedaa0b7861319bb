namespace Masakari.Core.Monitoring.Hosts;

/// <summary>The last looks at each host: only so many looks in a row that agree count.</summary>
/// <param name="length">How many, 1 or more.</param>
internal sealed class Samples(int length)
{
    private readonly Dictionary<string, Queue<HostState>> all = [];

    /// <returns>Whether the looks agree that the host is there, or that it is away.</returns>
    public bool Agree(string hostName, HostState state)
    {
        if (!all.TryGetValue(hostName, out var looks)) all.Add(hostName, looks = new Queue<HostState>());
        looks.Enqueue(state);
        if (looks.Count > length) looks.Dequeue();
        return looks.Count == length && looks.Select(IsThere).Distinct().Count() == 1 && IsThere(state) is not null;
    }

    /// <summary>A round without a look: the row is broken.</summary>
    public void Clear() => all.Clear();

    /// <summary>A host that failed and is then fenced is away in both looks.</summary>
    private static bool? IsThere(HostState state) => state switch
    {
        HostState.Online => true,
        HostState.Failed or HostState.Planned => false,
        _ => null,
    };
}
