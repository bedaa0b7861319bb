using System.Collections.Concurrent;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>
/// Where the callbacks of the C library put what they hear. They know a connection by a number, not by a pointer into managed memory: a
/// callback that comes after the end of its connection finds nothing and does no harm.
/// </summary>
internal static class EventSinks
{
    private static readonly ConcurrentDictionary<nint, EventSink> Open = new();
    private static long last;

    /// <summary>Adds a sink.</summary>
    /// <returns>Its number.</returns>
    public static nint Add(EventSink sink)
    {
        var number = (nint)Interlocked.Increment(ref last);
        Open[number] = sink;
        return number;
    }

    /// <summary>How many connections are open.</summary>
    public static int Count => Open.Count;

    public static void Remove(nint number) => Open.TryRemove(number, out _);

    public static EventSink? Find(nint number) => Open.GetValueOrDefault(number);
}
