using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;

namespace Masakari.Host.Lifetime;

/// <summary>Logs a warning when systemd does not listen on its socket, where <see cref="SystemdNotifier"/> throws.</summary>
internal sealed class ForgivingNotifier(SystemdNotifier systemd, ILogger<ForgivingNotifier> logger) : ISystemdNotifier
{
    public bool IsEnabled => systemd.IsEnabled;

    public void Notify(ServiceState state)
    {
        try
        {
            systemd.Notify(state);
        }
        catch (SocketException problem)
        {
            logger.SystemdUnreachable(state.ToString(), problem.Message);
        }
    }
}
