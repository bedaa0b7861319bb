namespace Masakari.Core.Events;

/// <summary>The phase of an operation that an event reports.</summary>
public enum EventPhase
{
    /// <summary>The operation begins.</summary>
    Start,

    /// <summary>The operation succeeded.</summary>
    End,

    /// <summary>The operation failed.</summary>
    Error,
}
