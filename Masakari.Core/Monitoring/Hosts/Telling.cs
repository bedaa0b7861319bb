namespace Masakari.Core.Monitoring.Hosts;

/// <summary>What Masakari was told of a host last.</summary>
internal enum Telling
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>The host failed, and nobody has seen it off: Masakari keeps the report and does nothing.</summary>
    Unconfirmed,

    /// <summary>The host failed: Masakari recovers it.</summary>
    Stopped,

    /// <summary>The host came back.</summary>
    Started,
}
