using System.Text.RegularExpressions;
using System.Xml;
using Masakari.Core.Monitoring.Libvirt.Introspection;

namespace Masakari.Tests.Monitoring.Libvirt;

public sealed class AgentChannelTests
{
    private static readonly Regex OldPath = new(@"/var/lib/libvirt/qemu/org\.qemu\.guest_agent\..+\.instance-.+\.sock");

    [Test]
    public void Is_found_by_its_name_wherever_its_socket_is() =>
        Assert.That(AgentChannel.PortIn(FakeGuest.WithAgent, path: null), Is.EqualTo(AgentPort.Open));

    [Test]
    public void Is_found_behind_other_channels()
    {
        var port = AgentChannel.PortIn(Domain(
            "<channel type='spicevmc'><target type='virtio' name='com.redhat.spice.0'/></channel>",
            "<channel><source mode='bind' path='/x'/><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"), path: null);

        Assert.That(port, Is.EqualTo(AgentPort.Open));
    }

    [Test]
    public void Is_closed_while_no_agent_has_opened_it() => Assert.That(
        AgentChannel.PortIn(FakeGuest.WithAgent.Replace("'connected'", "'disconnected'", StringComparison.Ordinal), path: null),
        Is.EqualTo(AgentPort.Closed));

    [TestCase("/var/lib/libvirt/qemu/org.qemu.guest_agent.0.instance-00000001.sock", AgentPort.Open)]
    [TestCase("/var/lib/libvirt/qemu/channel/target/domain-1-x/org.qemu.guest_agent.0", AgentPort.None)]
    [TestCase("/chroot/var/lib/libvirt/qemu/org.qemu.guest_agent.0.instance-00000001.sock", AgentPort.None)]
    public void A_path_that_is_configured_must_match_from_its_beginning(string socket, object port) => Assert.That(
        AgentChannel.PortIn(Domain($"<channel><source mode='bind' path='{socket}'/><target name='anything'/></channel>"), OldPath),
        Is.EqualTo(port));

    [Test]
    public void A_socket_that_somebody_else_binds_is_not_matched() => Assert.That(
        AgentChannel.PortIn(Domain(
            "<channel><source mode='connect' path='/var/lib/libvirt/qemu/org.qemu.guest_agent.0.instance-00000001.sock'/></channel>"),
            OldPath),
        Is.EqualTo(AgentPort.None));

    [Test]
    public void A_guest_without_channels_has_none() =>
        Assert.That(AgentChannel.PortIn(FakeGuest.WithoutAgent, path: null), Is.EqualTo(AgentPort.None));

    [Test]
    public void Text_that_is_no_definition_throws() =>
        Assert.That(() => AgentChannel.PortIn("<domain>", path: null), Throws.TypeOf<XmlException>());

    private static string Domain(params string[] channels) => $"<domain><devices>{string.Concat(channels)}</devices></domain>";
}
