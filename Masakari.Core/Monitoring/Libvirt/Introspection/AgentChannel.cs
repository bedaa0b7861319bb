using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Masakari.Core.Monitoring.Libvirt.Introspection;

/// <summary>
/// Finds out whether a guest has a channel to an agent. Nova gives it one when the image says <c>hw_qemu_guest_agent=yes</c>.
/// </summary>
internal static class AgentChannel
{
    private const string Target = "org.qemu.guest_agent.0";

    /// <summary>Looks into a definition.</summary>
    /// <param name="definition">The definition of a domain, as XML.</param>
    /// <param name="path">
    /// When set, the path of the socket must match it from its beginning on; otherwise the channel is known by its name, wherever its
    /// socket is.
    /// </param>
    /// <exception cref="XmlException">It is no XML.</exception>
    public static AgentPort PortIn(string definition, Regex? path)
    {
        var channels = XDocument.Parse(definition).Root?.Elements("devices").Elements("channel") ?? [];
        var found = channels.FirstOrDefault(channel => path is null ? HasName(channel) : HasSocket(channel, path));
        return found is null ? AgentPort.None
            : found.Elements("target").Any(target => (string?)target.Attribute("state") == "disconnected") ? AgentPort.Closed
            : AgentPort.Open;
    }

    private static bool HasName(XElement channel) => channel.Elements("target").Any(target => (string?)target.Attribute("name") == Target);

    private static bool HasSocket(XElement channel, Regex path) => channel.Elements("source").Any(source =>
        (string?)source.Attribute("mode") == "bind" && (string?)source.Attribute("path") is { } socket
            && path.Match(socket) is { Success: true, Index: 0 });
}

/// <summary>The guest's end of the channel.</summary>
internal enum AgentPort
{
    /// <summary>There is no such channel.</summary>
    None,

    /// <summary>No agent has opened it: none is installed, or the guest is still booting.</summary>
    Closed,

    /// <summary>An agent has opened it. It stays open when the guest hangs.</summary>
    Open,
}
