using Masakari.Core.Monitoring.Libvirt;

namespace Masakari.Tests.Monitoring.Libvirt;

internal sealed class FakeGuest
{
    public const string WithAgent = """
        <domain><devices><channel type='unix'>
          <source mode='bind' path='/var/lib/libvirt/qemu/channel/target/domain-7-instance-00000001/org.qemu.guest_agent.0'/>
          <target type='virtio' name='org.qemu.guest_agent.0' state='connected'/>
        </channel></devices></domain>
        """;

    public const string WithoutAgent = "<domain><devices><disk/></devices></domain>";

    public GuestView View { get; set; }

    public required string Definition { get; set; }

    public AgentAnswer Answer { get; set; } = AgentAnswer.Answered;

    public int Pings { get; set; }

    /// <summary>Runs while the guest is pinged.</summary>
    public Action? OnPing { get; set; }
}
