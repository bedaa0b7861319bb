namespace Masakari.Core.Monitoring.Hosts;

/// <summary>What a cluster says of one host.</summary>
internal enum HostState
{
    /// <summary>The cluster does not say, or says something that is neither of the others: nothing follows from it.</summary>
    Unknown,

    /// <summary>The host is a member and answers.</summary>
    Online,

    /// <summary>The host is away, and was not meant to be.</summary>
    Failed,

    /// <summary>The host is away because somebody took it out, or it left in order: no failure.</summary>
    Planned,
}
