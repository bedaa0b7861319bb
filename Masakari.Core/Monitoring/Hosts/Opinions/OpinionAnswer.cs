namespace Masakari.Core.Monitoring.Hosts.Opinions;

/// <summary>What a second source says of a host that the cluster calls failed.</summary>
internal enum OpinionAnswer
{
    /// <summary>The host lives.</summary>
    Alive,

    /// <summary>The host does not answer, and others do: the source itself works.</summary>
    Silent,

    /// <summary>The source does not work at present, or does not know the host: it says nothing about it.</summary>
    CannotTell,
}
