using Masakari.Host.Sandbox;

namespace Masakari.Tests.Sandbox;

/// <summary>Nova before Zed, and before the backports of LP 1978983.</summary>
public sealed class OlderNovaTests : CloudDeedFixture
{
    private protected override SimulatedCloudOptions Options => new() { EvacuateChecksTaskState = true };

    [Test]
    public async Task Refuses_to_evacuate_a_server_that_has_a_task()
    {
        var busy = Cloud.AddServer("c1", "vm-2", taskState: "rebooting");
        Cloud.KillHost("c1");
        Pass(70);

        var refusal = await Client.EvacuateAsync(busy);

        Assert.That(refusal, Is.EqualTo((409, $"Cannot 'evacuate' instance {busy} while it is in task_state rebooting")));
    }
}
