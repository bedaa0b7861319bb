namespace Masakari.Core.Events;

/// <summary>Which of the original's programs would have told an event; consumers know them apart by it.</summary>
public enum EventSource
{
    /// <summary><c>masakari-api</c>.</summary>
    Api,

    /// <summary><c>masakari-engine</c>.</summary>
    Engine,
}
