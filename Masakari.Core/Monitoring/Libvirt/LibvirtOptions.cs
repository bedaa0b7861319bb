using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Libvirt;

/// <summary>Which libvirt the monitors look at, from <c>[libvirt]</c>.</summary>
internal sealed record LibvirtOptions
{
    /// <summary>libvirt's name of the connection, such as <c>qemu:///system</c> or <c>qemu+tcp://127.0.0.1/system</c>.</summary>
    public string ConnectionUri { get; init; } = "qemu:///system";

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/>.</summary>
    public static LibvirtOptions Read(Conf conf)
    {
        var section = conf.Section("libvirt");
        var uri = section.Text(
            "connection_uri", "qemu:///system",
            "The libvirt of this host, as libvirt names connections. The introspective monitor must be allowed to write there.");
        if (!uri.Contains(':', StringComparison.Ordinal))
            section.Error("connection_uri", $"'{uri}' is not a libvirt URI, such as qemu:///system");
        return new() { ConnectionUri = uri };
    }
}
