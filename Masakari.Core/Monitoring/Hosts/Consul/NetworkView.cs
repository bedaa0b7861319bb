namespace Masakari.Core.Monitoring.Hosts.Consul;

/// <summary>One look at one network.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Members">The members by their names. Empty when there is a trouble.</param>
/// <param name="Trouble">Why nothing is known of this network; <see langword="null"/> = it is known.</param>
internal sealed record NetworkView(string Network, IReadOnlyDictionary<string, MemberHealth> Members, string? Trouble)
{
    public static NetworkView Away(string network, string why) => new(network, new Dictionary<string, MemberHealth>(), why);

    public MemberHealth Of(string hostName) => Members.GetValueOrDefault(hostName);
}
