namespace Masakari.Core.Monitoring.Hosts;

/// <summary>What the host monitor of this process saw last, for the monitors of other hosts that ask for a second opinion.</summary>
public sealed class HostViews
{
    private volatile IReadOnlyDictionary<string, string>? last;

    /// <summary>The hosts and their states: <c>online</c>, <c>failed</c>, <c>planned</c> or <c>unknown</c>.</summary>
    /// <returns><see langword="null"/> when this monitor cannot judge at present.</returns>
    public IReadOnlyDictionary<string, string>? Look() => last;

    internal void Saw(ClusterView view) => last = view.Trouble is not null
        ? null
        : view.Hosts.ToDictionary(host => host.Key, host => Text(host.Value.State));

    internal static string Text(HostState state) => state.ToString().ToLowerInvariant();
}
