namespace Masakari.Core.Monitoring.Hosts.Consul;

/// <summary>What the agent of one network says of a host.</summary>
internal enum MemberHealth
{
    /// <summary>The agent cannot be asked, or has never heard of the host.</summary>
    Unknown,

    /// <summary>Alive.</summary>
    Up,

    /// <summary>Failed, or gone from the list of members without leaving.</summary>
    Down,

    /// <summary>It has left in order, or is about to.</summary>
    Left,
}
