namespace Masakari.Core.Monitoring.Libvirt.Instances;

/// <summary>
/// A failing disk gives an I/O error for each request of the guest, hundreds a second. The same error of the same guest is reported once a
/// minute.
/// </summary>
internal sealed class RepeatedEvents(TimeProvider clock)
{
    private const int Many = 1000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(Guid Uuid, EventName Name), long> reported = [];

    /// <summary>Whether the event was reported within the last minute.</summary>
    public bool IsRepeated(Guid uuid, EventName name) =>
        reported.TryGetValue((uuid, name), out var at) && clock.GetElapsedTime(at) < Window;

    /// <summary>The event was reported just now.</summary>
    public void Note(Guid uuid, EventName name)
    {
        if (!name.Event.StartsWith("IO_ERROR", StringComparison.Ordinal)) return;
        if (reported.Count >= Many)
            foreach (var old in reported.Where(entry => clock.GetElapsedTime(entry.Value) >= Window).Select(entry => entry.Key).ToList())
                reported.Remove(old);
        reported[(uuid, name)] = clock.GetTimestamp();
    }
}
