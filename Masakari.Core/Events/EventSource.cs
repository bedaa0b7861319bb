namespace Masakari.Core.Events;

/// <summary>The program of the original that emits the event; consumers tell events apart by it.</summary>
public enum EventSource
{
    /// <summary><c>masakari-api</c>.</summary>
    Api,

    /// <summary><c>masakari-engine</c>.</summary>
    Engine,
}
