using System.Runtime.InteropServices;
using Masakari.Core.Monitoring.Libvirt.Interop;

namespace Masakari.Tests.Monitoring.Libvirt;

/// <summary>What tests of libvirt need of the machine.</summary>
internal static class LibvirtMachine
{
    /// <summary>Skips the test on a machine without the library; in CI it must be there.</summary>
    public static void NeedLibrary() => Need(
        OperatingSystem.IsLinux()
            && NativeLibrary.TryLoad(NativeLibvirt.Library, out _) && NativeLibrary.TryLoad(NativeLibvirt.QemuLibrary, out _),
        "libvirt's client library is not installed (Debian: libvirt0)");

    /// <summary>Skips the test on a machine without a daemon and QEMU; in CI they must be there.</summary>
    public static void NeedDaemon()
    {
        NeedLibrary();
        Need(
            File.Exists("/usr/sbin/libvirtd") && File.Exists("/usr/bin/qemu-system-x86_64"),
            "libvirtd or QEMU is not installed (Debian: libvirt-daemon-system, qemu-system-x86)");
    }

    private static void Need(bool there, string what)
    {
        if (there) return;
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 }) Assert.Fail(what);
        Assert.Ignore(what);
    }
}
