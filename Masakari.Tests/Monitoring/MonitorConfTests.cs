using Masakari.Core.Configuration;
using Masakari.Core.Monitoring;
using Masakari.Core.Monitoring.Processes;
using Masakari.Core.Monitoring.Reports;
using Masakari.Host.Cli;
using Masakari.Host.Service;

namespace Masakari.Tests.Monitoring;

/// <summary>masakarimonitors.conf, as the installers of the original write it.</summary>
internal sealed class MonitorConfTests
{
    private const string Charm = """
        [DEFAULT]
        host = node1.maas
        debug = False
        [api]
        region = RegionTwo
        api_version = v1
        api_interface = internal
        www_authenticate_uri = http://10.5.0.10:5000
        auth_url = http://10.5.0.10:35357
        auth_type = password
        project_domain_name = "service_domain"
        user_domain_name = "service_domain"
        project_name = services
        username = masakari
        password = 'pa$$word'
        [callback]
        retry_max = 3
        retry_interval = 5
        [process]
        check_interval = 7
        api_retry_max = 4
        process_list_path = /etc/masakari/process_list.yaml
        [libvirt]
        connection_uri = "qemu+tcp://node1.maas/system"
        [host]
        monitoring_driver = default
        [monitors]
        enabled = process
        """;

    private readonly StringWriter output = new() { NewLine = "\n" };
    private DirectoryInfo folder = null!;

    [SetUp]
    public void Begin()
    {
        folder = Directory.CreateTempSubdirectory("masakari-monitors-");
        output.GetStringBuilder().Clear();
    }

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [Test]
    public void Reads_what_a_charm_has_written()
    {
        var (conf, review) = ConfReview.Read(Sources(Charm), MonitorService.ReadAll);

        var sender = SenderOptions.Read(conf);
        Assert.That(review.Errors, Is.Empty);
        Assert.That(MonitoredHost.Read(conf).Name, Is.EqualTo("node1.maas"));
        Assert.That(
            (sender.Account.UserName, sender.Account.UserDomainName, sender.Account.Password, sender.Endpoint.Interface, sender.Endpoint.Region),
            Is.EqualTo(("masakari", "service_domain", "pa$word", "internal", "RegionTwo")));
        Assert.That(
            (sender.InstanceReports.ErrorAfter, sender.InstanceReports.FirstPause.TotalSeconds, sender.ProcessReports.ErrorAfter),
            Is.EqualTo((3, 5, 4)));
        Assert.That(ProcessOptions.Read(conf).CheckInterval, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(MonitorsOptions.Read(conf).Enabled, Is.EqualTo(["process"]));
    }

    [Test]
    public void Names_file_and_line_of_a_wrong_value()
    {
        var code = ConfCheckVerb.RunForMonitors(
            Sources(Charm.Replace("check_interval = 7", "check_interval = soon", StringComparison.Ordinal)
                .Replace("enabled = process", "enabled = process,proces", StringComparison.Ordinal)), output);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output.ToString(), Does.Contain(
            "masakarimonitors.conf:20: [process] check_interval: 'soon' is not a whole number of seconds, 1 or more"));
        Assert.That(output.ToString(), Does.Contain("masakarimonitors.conf:28: [monitors] enabled: 'proces' is not one of process"));
    }

    [Test]
    public void Wants_an_account()
    {
        var code = ConfCheckVerb.RunForMonitors(Sources("[monitors]\nenabled = process\n"), output);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output.ToString(), Does.Contain("[api] auth_url: is needed").And.Contain("[api] username: is needed"));
    }

    [TestCase("127.0.0.1")]
    [TestCase("localhost:80")]
    [TestCase("unix:relative/path")]
    public void Wants_an_address_for_its_health(string listen)
    {
        ConfCheckVerb.RunForMonitors(Sources($"{Charm}\nhealth_listen = {listen}\n"), output);

        Assert.That(output.ToString(), Does.Contain("[monitors] health_listen: is neither ADDRESS:PORT"));
    }

    [TestCase("127.0.0.1:15869")]
    [TestCase("[::1]:0")]
    [TestCase("unix:/run/masakarimonitors/health.sock")]
    public void Takes_an_address_for_its_health(string listen)
    {
        var code = ConfCheckVerb.RunForMonitors(Sources($"{Charm}\nhealth_listen = {listen}\n"), output);

        Assert.That(code, Is.Zero, output.ToString());
    }

    [Test]
    public void Its_sample_has_every_option_and_sets_none()
    {
        ConfSampleVerb.Run(MonitorService.ReadAll, output, ConfSources.Monitors);

        var sample = output.ToString();
        Assert.That(Conf.Parse(sample).Files.Single().Entries, Is.Empty);
        Assert.That(sample, Does.Contain("# process_list_path = /etc/masakarimonitors/process_list.yaml").And.Contain("# spool_max_reports = 10000"));
        Assert.That(sample, Does.StartWith("# The configuration of the monitors of Masakari.").And.Not.Contain("[database]"));
        Assert.That(File.ReadAllText(Checkout.File("packaging/masakarimonitors.conf.sample")), Is.EqualTo(sample), "run ./build.sh sample");
    }

    [Test]
    public async Task A_start_without_a_configuration_shows_the_least_one()
    {
        var code = await MonitorVerb.RunAsync(
            new ConfSources { Project = ConfSources.Monitors, SystemFolder = folder.FullName }, [], output, default);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output.ToString(), Does.Contain("masakarimonitors.conf").And.Contain("[api]").And.Not.Contain("[database]"));
    }

    [Test]
    public async Task A_start_without_a_monitor_names_them()
    {
        var code = await MonitorVerb.RunAsync(
            Sources(Charm.Replace("enabled = process", "", StringComparison.Ordinal)), [], output, default);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output.ToString(), Does.Contain("no monitor is named: give one or more of process"));
    }

    private ConfSources Sources(string text)
    {
        var file = Path.Combine(folder.FullName, "masakarimonitors.conf");
        File.WriteAllText(file, text);
        return new ConfSources { Project = ConfSources.Monitors, Arguments = [new ConfArgument(file)], SystemFolder = folder.FullName };
    }
}
