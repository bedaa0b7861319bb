using Masakari.Core.Configuration;
using Masakari.Core.Monitoring.Libvirt;
using Masakari.Core.Monitoring.Libvirt.Instances;
using Masakari.Core.Monitoring.Libvirt.Introspection;

namespace Masakari.Tests.Monitoring.Libvirt;

public sealed class LibvirtOptionsTests
{
    [Test]
    public void Have_the_defaults_of_the_original()
    {
        var agents = IntrospectiveMonitorOptions.Read(Conf.Empty);

        Assert.That(LibvirtOptions.Read(Conf.Empty).ConnectionUri, Is.EqualTo("qemu:///system"));
        Assert.That(agents.Interval, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(agents.Timeout, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(agents.Threshold, Is.EqualTo(3));
        Assert.That(agents.SocketPath, Is.Null);
    }

    [Test]
    public void Report_by_default_what_is_recovered() => Assert.That(
        InstanceMonitorOptions.Read(Conf.Empty).Events, Is.EquivalentTo(new[] { EventName.Crash, EventName.IoError }));

    [Test]
    public void Choose_the_events() => Assert.That(
        InstanceMonitorOptions.Read(Conf.Parse("[libvirt]\nevents = LIFECYCLE/STOPPED_FAILED, WATCHDOG/WATCHDOG_RESET\n")).Events,
        Is.EquivalentTo(new[] { EventName.Crash, new EventName("WATCHDOG", "WATCHDOG_RESET") }));

    [Test]
    public void May_ask_for_all_events() => Assert.That(
        InstanceMonitorOptions.Read(Conf.Parse("[libvirt]\nsend_all_events = true\n")).Events, Has.Count.EqualTo(19));

    [Test]
    public void An_unknown_event_is_an_error_with_its_line()
    {
        var conf = Conf.Parse("[libvirt]\n\nevents = LIFECYCLE/STOPPED\n", "masakarimonitors.conf");

        InstanceMonitorOptions.Read(conf);

        Assert.That(conf.Errors, Has.Count.EqualTo(1));
        Assert.That(
            conf.Errors[0].ToString(), Does.StartWith("masakarimonitors.conf:3: [libvirt] events: 'LIFECYCLE/STOPPED' is not an event"));
    }

    [TestCase("guest_monitoring_interval = 0")]
    [TestCase("guest_monitoring_timeout = soon")]
    [TestCase("guest_monitoring_failure_threshold = -1")]
    [TestCase("qemu_guest_agent_sock_path = (")]
    public void A_wrong_value_is_an_error(string line)
    {
        var conf = Conf.Parse($"[introspectiveinstancemonitor]\n{line}\n");

        IntrospectiveMonitorOptions.Read(conf);

        Assert.That(conf.Errors, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_path_copied_from_the_help_of_the_original_is_read_without_its_quotes()
    {
        var conf = Conf.Parse("[introspectiveinstancemonitor]\nqemu_guest_agent_sock_path = r'/run/agent-\\d+'\n");

        var options = IntrospectiveMonitorOptions.Read(conf);

        Assert.That(options.SocketPath!.ToString(), Is.EqualTo(@"/run/agent-\d+"));
        Assert.That(conf.Warnings, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_path_instead_of_a_uri_is_an_error()
    {
        var conf = Conf.Parse("[libvirt]\nconnection_uri = /run/libvirt\n");

        LibvirtOptions.Read(conf);

        Assert.That(conf.Errors, Has.Count.EqualTo(1));
    }
}
