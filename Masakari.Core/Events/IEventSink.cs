namespace Masakari.Core.Events;

/// <summary>Somebody who hears what this service does. It may throw: nothing else suffers from it.</summary>
public interface IEventSink
{
    /// <summary>Takes one event. It is called in the middle of the deed, so it must not wait for anybody.</summary>
    void Send(ServiceEvent told);
}
