using System.Runtime.InteropServices;

namespace Masakari.Tests.Monitoring.Libvirt;

/// <summary>Stops and starts a domain of libvirt's test driver, as an operator would.</summary>
internal sealed class MockDomain : IDisposable
{
    private const string Library = "libvirt.so.0";

    private readonly nint connection, domain;

    /// <summary>The domain that the test driver has from the beginning.</summary>
    public MockDomain(Guid uuid)
    {
        connection = virConnectOpen("test:///default");
        domain = virDomainLookupByUUIDString(connection, uuid.ToString());
    }

    /// <summary>A new domain. It is gone when it is stopped.</summary>
    public MockDomain(string definition)
    {
        connection = virConnectOpen("test:///default");
        domain = virDomainCreateXML(connection, definition, 0);
    }

    public void Destroy() => Assert.That(virDomainDestroy(domain), Is.Zero);

    public void Start() => Assert.That(virDomainCreate(domain), Is.Zero);

    public void Dispose()
    {
        _ = virDomainFree(domain);
        _ = virConnectClose(connection);
    }

    [DllImport(Library, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint virConnectOpen([MarshalAs(UnmanagedType.LPUTF8Str)] string uri);

    [DllImport(Library)]
    private static extern int virConnectClose(nint connection);

    [DllImport(Library, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint virDomainLookupByUUIDString(nint connection, [MarshalAs(UnmanagedType.LPUTF8Str)] string uuid);

    [DllImport(Library, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint virDomainCreateXML(nint connection, [MarshalAs(UnmanagedType.LPUTF8Str)] string definition, uint flags);

    [DllImport(Library)]
    private static extern int virDomainCreate(nint domain);

    [DllImport(Library)]
    private static extern int virDomainDestroy(nint domain);

    [DllImport(Library)]
    private static extern int virDomainFree(nint domain);
}
