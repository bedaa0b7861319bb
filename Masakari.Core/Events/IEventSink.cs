namespace Masakari.Core.Events;

/// <summary>Receives the events of this service. An exception is logged and changes nothing else.</summary>
public interface IEventSink
{
    /// <summary>Receives one event. The caller is in the middle of the operation: this method must not block.</summary>
    void Send(ServiceEvent published);
}
