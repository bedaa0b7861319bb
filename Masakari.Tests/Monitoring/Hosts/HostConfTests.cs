using Masakari.Core.Configuration;
using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Consul;
using Masakari.Core.Monitoring.Hosts.Opinions;
using Masakari.Core.Monitoring.Hosts.Pacemaker;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>The options of the host monitor.</summary>
internal sealed class HostConfTests
{
    private readonly string file = Path.GetTempFileName();

    [OneTimeTearDown]
    public void Clear() => File.Delete(file);

    [Test]
    public void Has_the_defaults_of_the_original()
    {
        var conf = Conf.Parse("");

        var options = HostMonitorOptions.Read(conf);

        Assert.That(
            (options.Driver, options.Interval.TotalSeconds, options.Samples, options.NeedsPowerOff, options.PowerLimit.TotalSeconds),
            Is.EqualTo(("default", 60, 1, true, 30)));
        Assert.That(OpinionOptions.Read(conf).Sources, Is.Empty, "all second opinions are off");
        Assert.That(conf.Errors, Is.Empty);
    }

    [TestCase("monitoring_driver = simple", "default", true)]
    [TestCase("monitoring_driver = simple\ndisable_ipmi_check = true", "default", false)]
    [TestCase("monitoring_driver = consul", "consul", false)]
    [TestCase("monitoring_driver = kubernetes", "kubernetes", false)]
    public void Only_pacemaker_asks_whether_a_host_is_off(string text, string driver, bool needsPowerOff)
    {
        var options = HostMonitorOptions.Read(Conf.Parse($"[host]\n{text}\n"));

        Assert.That((options.Driver, options.NeedsPowerOff), Is.EqualTo((driver, needsPowerOff)));
    }

    [Test]
    public void Reads_interfaces_and_ports_in_pairs()
    {
        var options = PacemakerOptions.Read(Conf.Parse(
            "[host]\ncorosync_multicast_interfaces = enp0s3,enp0s8\ncorosync_multicast_ports = 5405,5406\npacemaker_node_type = remote\n"));

        Assert.That(options.Lines, Is.EqualTo([("enp0s3", 5405), ("enp0s8", 5406)]));
        Assert.That(options.NodeType, Is.EqualTo(NodeType.Remote));
    }

    [TestCase("corosync_multicast_interfaces = enp0s3", "has 0 ports for 1 interfaces")]
    [TestCase("corosync_multicast_interfaces = a\ncorosync_multicast_ports = b", "'b' is not a port")]
    [TestCase("second_opinions = ssh, telnet", "'telnet' is not one of ssh, peers, nova")]
    [TestCase("second_opinions = peers", "is needed for second_opinions = peers")]
    [TestCase("second_opinion_peers = c2", "'c2' is not HOST:PORT")]
    public void Says_what_is_wrong(string text, string error)
    {
        var conf = Conf.Parse($"[host]\n{text}\n");

        _ = (PacemakerOptions.Read(conf), OpinionOptions.Read(conf));

        Assert.That(conf.Errors.Select(one => $"{one}"), Has.One.Contains(error));
    }

    [TestCase("10.0.0.1", "http://10.0.0.1:8500/")]
    [TestCase("10.0.0.1:8501", "http://10.0.0.1:8501/")]
    [TestCase("10.0.0.1:80", "http://10.0.0.1/")]
    [TestCase("[fd00::1]", "http://[fd00::1]:8500/")]
    [TestCase("[fd00::1]:8501", "http://[fd00::1]:8501/")]
    [TestCase("agent.example", "http://agent.example:8500/")]
    public void Reads_the_address_of_an_agent(string text, string agent)
    {
        var options = ConsulOptions.Read(Conf.Parse($"[consul]\nagent_tenant = {text}\n"), isUsed: true);

        Assert.That(options.Networks, Is.EqualTo([new ConsulNetwork("tenant", new Uri(agent))]));
    }

    [Test]
    public void The_driver_for_consul_needs_an_agent()
    {
        var conf = Conf.Parse("");

        ConsulOptions.Read(conf, isUsed: true);

        Assert.That(conf.Errors.Select(error => $"{error}"), Has.One.Contains("at least one of agent_manage"));
    }

    [Test]
    public void Reads_the_matrix_of_the_original()
    {
        var options = Matrix("""
            ---
            sequence: ['manage', 'storage']
            matrix:
              - health: ['up', 'up']
                action: []
              - health: ['up', 'down']
                action: ['recovery']
              - health: ['down', 'up']
                action:
              - health: ['down', 'down']
                action: ['recovery']
            """, out var conf);

        Assert.That(conf.Errors, Is.Empty);
        Assert.That(conf.Warnings, Is.Empty);
        Assert.That(options.Matrix.Sequence, Is.EqualTo(["manage", "storage"]));
        Assert.That((options.Matrix.Recovers([true, false]), options.Matrix.Recovers([false, true])), Is.EqualTo((true, false)));
    }

    [TestCase("sequence: [manage, tenant]", ":1: sequence names the network tenant, but [consul] agent_tenant is not set")]
    [TestCase("matrix:\n- health: [up]\n  action: [recovery]", ":2: health has 1 states for 2 networks")]
    [TestCase("matrix:\n- health: [up, dead]\n  action: [recovery]", ":2: 'dead' is neither up nor down")]
    [TestCase("matrix:\n- health: [up, down]\n  action: [restart]", ":2: 'restart' is no action: the only one is recovery")]
    [TestCase("matrix:\n- up", ":2: a row of the matrix must have the keys health and action")]
    [TestCase("matrix: [", ":2: ")]
    public void Names_file_and_line_of_a_mistake_in_the_matrix(string text, string error)
    {
        Matrix(text, out var conf);

        Assert.That(conf.Errors.Select(one => $"{one}"), Has.Some.Contains(file + error));
    }

    [Test]
    public void Names_the_rows_that_are_missing()
    {
        Matrix("matrix:\n- health: [up, down]\n  action: [recovery]", out var conf);

        Assert.That(conf.Warnings.Select(one => $"{one}"), Has.One.Contains("manage down, storage down"));
    }

    private ConsulOptions Matrix(string text, out Conf conf)
    {
        File.WriteAllText(file, text);
        conf = Conf.Parse($"[consul]\nagent_manage = a\nagent_storage = b\nmatrix_config_file = {file}\n");
        return ConsulOptions.Read(conf, isUsed: true);
    }
}
