using Masakari.Core.Monitoring.Reports;

namespace Masakari.Tests.Monitoring.Reports;

/// <summary>What an operator is told of a host that is not registered.</summary>
internal sealed class HostNameCheckTests
{
    private static readonly RegisteredHost[] Registered = [new("node1.example.org", "rack1"), new("node12", "rack1"), new("NODE2", "rack2")];

    [TestCase("node1", "The name looks like 'node1.example.org' (segment rack1): set [DEFAULT] hostname to the registered name")]
    [TestCase("node12.example.org", "The name looks like 'node12' (segment rack1): set [DEFAULT] hostname to the registered name")]
    [TestCase("node2", "The name looks like 'NODE2' (segment rack2): set [DEFAULT] hostname to the registered name")]
    [TestCase("node3", "None of the 3 registered hosts has a similar name: register the host, or set [DEFAULT] hostname")]
    public void Names_the_host_that_may_be_meant(string name, string hint) =>
        Assert.That(RegisteredHosts.Hint(name, Registered), Is.EqualTo(hint));
}
