using System.Net;
using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>The compute host that this process runs on.</summary>
/// <param name="Name">Its name as it is registered in Masakari, which is the one of its compute service in Nova.</param>
internal sealed record MonitoredHost(string Name)
{
    /// <summary>Whether a name that others give is that of this host.</summary>
    public bool Is(string hostName) => hostName == Name || hostName == Dns.GetHostName();

    public static MonitoredHost Read(Conf conf)
    {
        var name = conf.Default.Text(
            "hostname", null,
            "The name of this host in all reports. It must equal the name of the host in Masakari, which is the one of its compute service in "
            + "Nova. Unset = the host name of the operating system.", was: ["host"]);
        if (name is { Length: 0 }) conf.Default.Error("hostname", "must not be empty");
        return new MonitoredHost(name ?? Dns.GetHostName());   // Environment.MachineName ends at the first dot
    }
}
