using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>
/// The library in this process: loaded and set up once, before the first connection. It has one event loop for the whole process, on a
/// thread of its own, which serves the events and the keep-alive of all connections.
/// </summary>
internal static unsafe class LibvirtLibrary
{
    private const int PulseMilliseconds = 1000;

    private static readonly Lock Gate = new();
    private static bool started;
    private static long pulses;

    /// <summary>Grows about once a second while the event loop turns.</summary>
    public static long Pulses => Volatile.Read(ref pulses);

    /// <summary>Loads the library. It may be called again after a failure: the package may be installed meanwhile.</summary>
    /// <exception cref="LibvirtException">The library is missing or does not start.</exception>
    public static void Start()
    {
        lock (Gate)
        {
            if (started) return;
            if (!OperatingSystem.IsLinux())
                throw new LibvirtException("The monitors of instances need Linux: libvirt and QEMU run there.");
            Find(NativeLibvirt.Library);
            Find(NativeLibvirt.QemuLibrary);
            Check(NativeLibvirt.virInitialize(), "start of libvirt");
            NativeLibvirt.virSetErrorFunc(0, &Ignore);
            Check(NativeLibvirt.virEventRegisterDefaultImpl(), "event loop of libvirt");
            Check(NativeLibvirt.virEventAddTimeout(PulseMilliseconds, &Beat, 0, 0), "timer of libvirt");
            new Thread(Turn) { IsBackground = true, Name = "libvirt events" }.Start();
            started = true;
        }
    }

    /// <summary>Loads one library.</summary>
    /// <exception cref="LibvirtException">It is missing.</exception>
    public static void Find(string library)
    {
        if (!NativeLibrary.TryLoad(library, out _))
            throw new LibvirtException(
                $"{library} cannot be loaded. Install libvirt's client library (Debian: libvirt0, RHEL: libvirt-libs).");
    }

    private static void Check(int result, string what)
    {
        if (result < 0) throw LibvirtException.OfThisThread(what);
    }

    /// <summary>The timer ends a turn each second, so the loop is never stuck in a wait when nothing happens.</summary>
    private static void Turn()
    {
        while (true)
        {
            if (NativeLibvirt.virEventRunDefaultImpl() < 0) Thread.Yield();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Beat(int timer, nint opaque) => Interlocked.Increment(ref pulses);

    /// <summary>Without this, libvirt writes each error to stderr as well.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint userData, nint error)
    {
    }
}
