namespace Masakari.Core.Events;

/// <summary>Where a deed stands when it is told.</summary>
public enum EventPhase
{
    /// <summary>It begins.</summary>
    Start,

    /// <summary>It is done.</summary>
    End,

    /// <summary>It went wrong.</summary>
    Error,
}
