using System.Runtime.InteropServices;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>
/// The functions of libvirt's two C libraries that the monitors call, with libvirt's names. They are loaded at the first call.
/// </summary>
internal static unsafe partial class NativeLibvirt
{
    public const string Library = "libvirt.so.0";

    public const string QemuLibrary = "libvirt-qemu.so.0";

    [LibraryImport(Library)]
    public static partial int virInitialize();

    [LibraryImport(Library)]
    public static partial void virSetErrorFunc(nint userData, delegate* unmanaged[Cdecl]<nint, nint, void> handler);

    /// <summary>The last error of the calling thread.</summary>
    [LibraryImport(Library)]
    public static partial int virGetLastErrorCode();

    /// <summary>The text of the last error of the calling thread; libvirt keeps it.</summary>
    [LibraryImport(Library)]
    public static partial nint virGetLastErrorMessage();

    [LibraryImport(Library)]
    public static partial int virEventRegisterDefaultImpl();

    [LibraryImport(Library)]
    public static partial int virEventRunDefaultImpl();

    [LibraryImport(Library)]
    public static partial int virEventAddTimeout(
        int milliseconds, delegate* unmanaged[Cdecl]<int, nint, void> callback, nint opaque, nint free);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virConnectOpen(string uri);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virConnectOpenReadOnly(string uri);

    [LibraryImport(Library)]
    public static partial int virConnectClose(nint connection);

    [LibraryImport(Library)]
    public static partial int virConnectSetKeepAlive(ConnectionHandle connection, int seconds, uint count);

    [LibraryImport(Library)]
    public static partial int virConnectIsAlive(ConnectionHandle connection);

    [LibraryImport(Library)]
    public static partial int virConnectRegisterCloseCallback(
        ConnectionHandle connection, delegate* unmanaged[Cdecl]<nint, int, nint, void> callback, nint opaque, nint free);

    [LibraryImport(Library)]
    public static partial int virConnectUnregisterCloseCallback(
        ConnectionHandle connection, delegate* unmanaged[Cdecl]<nint, int, nint, void> callback);

    /// <summary>The type of <paramref name="callback"/> depends on the event; C casts it as well.</summary>
    /// <returns>The number to deregister with, or -1.</returns>
    [LibraryImport(Library)]
    public static partial int virConnectDomainEventRegisterAny(
        ConnectionHandle connection, nint everyDomain, int eventId, void* callback, nint opaque, nint free);

    [LibraryImport(Library)]
    public static partial int virConnectDomainEventDeregisterAny(ConnectionHandle connection, int callbackId);

    /// <summary>The caller frees each domain and the array.</summary>
    [LibraryImport(Library)]
    public static partial int virConnectListAllDomains(ConnectionHandle connection, nint** domains, uint flags);

    [LibraryImport(Library)]
    public static partial nint virDomainLookupByUUID(ConnectionHandle connection, byte* uuid);

    [LibraryImport(Library)]
    public static partial int virDomainFree(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainGetUUID(nint domain, byte* uuid);

    /// <summary>The number of this run of the guest; uint.MaxValue when it does not run.</summary>
    [LibraryImport(Library)]
    public static partial uint virDomainGetID(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainGetState(nint domain, int* state, int* reason, uint flags);

    /// <summary>The caller frees the text.</summary>
    [LibraryImport(Library)]
    public static partial byte* virDomainGetXMLDesc(nint domain, uint flags);

    /// <summary>The caller frees the answer.</summary>
    [LibraryImport(QemuLibrary, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* virDomainQemuAgentCommand(nint domain, string command, int seconds, uint flags);
}
