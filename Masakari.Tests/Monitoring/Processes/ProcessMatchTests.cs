using Masakari.Core.Monitoring.Processes;

namespace Masakari.Tests.Monitoring.Processes;

/// <summary>Which command lines are meant by a name of the list.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProcessMatchTests : IDisposable
{
    private readonly FakeProc proc = new();

    public void Dispose() => proc.Dispose();

    [TestCase("nova-compute", "/usr/bin/python3 /usr/bin/nova-compute --config-file=/etc/nova/nova.conf")]
    [TestCase("/usr/bin/nova-compute", "/usr/bin/python3 -s -u /usr/bin/nova-compute --config-file /etc/nova/nova.conf")]
    [TestCase("/usr/bin/nova-compute --config-file /etc/nova/nova.conf", "/usr/bin/python3 /usr/bin/nova-compute --config-file /etc/nova/nova.conf")]
    [TestCase("/usr/bin/python3 /usr/local/bin/masakari-instancemonitor", "/usr/bin/python3 /usr/local/bin/masakari-instancemonitor")]
    [TestCase("/usr/sbin/libvirtd", "/usr/sbin/libvirtd --timeout 120")]
    [TestCase("/sbin/libvirtd", "/usr/sbin/libvirtd")]
    [TestCase("libvirtd", "libvirtd -d")]
    [TestCase("my-agent", "/bin/sh /opt/bin/my-agent loop")]
    public void Finds_the_program_or_the_script(string name, string commandLine)
    {
        proc.Start(commandLine);

        Assert.That(Runs(name), Is.True);
    }

    [TestCase("nova-compute", "vim nova-compute")]
    [TestCase("nova-compute", "tail -f /var/log/nova/nova-compute.log")]
    [TestCase("nova-compute", "/usr/bin/nova-compute-wrapper")]
    [TestCase("/usr/bin/nova-compute", "/opt/bin/nova-compute")]
    [TestCase("/usr/bin/nova-compute --config-file /etc/nova/b.conf", "/usr/bin/python3 /usr/bin/nova-compute --config-file /etc/nova/a.conf")]
    [TestCase("nova-compute", "/usr/bin/systemctl restart nova-compute")]
    [TestCase("nova-compute", "/bin/sh -c nova-compute")]
    [TestCase("nova-compute", "/usr/bin/masakari monitor process --watch nova-compute")]
    public void Is_not_deceived_by_a_command_line_with_that_name(string name, string commandLine)
    {
        proc.Start(commandLine);

        Assert.That(Runs(name), Is.False);
    }

    [TestCase("/usr/sbin/sshd", "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups")]
    [TestCase("sshd", "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups")]
    [TestCase("nginx", "nginx: master process /usr/sbin/nginx -g daemon on;")]
    public void Finds_one_that_has_given_itself_a_title(string name, string title)
    {
        proc.StartTitled(title);

        Assert.That(Runs(name), Is.True);
    }

    [TestCase("/usr/sbin/libvirtd", "/usr/sbin/libvirtd")]
    [TestCase("libvirtd", "/usr/sbin/libvirtd")]
    [TestCase("/usr/sbin/libvirtd", "/usr/sbin/libvirtd (deleted)")]
    public void Finds_it_by_the_file_that_runs(string name, string executable)
    {
        proc.Start("renamed", executable);

        Assert.That(Runs(name), Is.True);
    }

    [Test]
    public void A_zombie_does_not_run()
    {
        proc.StartTitled("");

        Assert.That(proc.Folder.Read(), Has.Count.EqualTo(1));
    }

    [Test]
    public void Judges_nobody_when_the_processes_of_others_are_hidden()
    {
        proc.Hide();

        Assert.That(proc.Folder.Read, Throws.InstanceOf<IOException>().With.Message.Contains("hidepid"));
    }

    [TestCase("/usr/bin/nova-compute --config-file /etc/nova/nova.conf", "nova-compute")]
    [TestCase("nova-compute", "nova-compute")]
    [TestCase("/usr/bin/python3 /usr/local/bin/masakari-instancemonitor", "masakari-instancemonitor")]
    [TestCase("/usr/sbin/libvirtd -d", "libvirtd")]
    public void Reports_the_name_of_the_executable(string name, string reported) =>
        Assert.That(new WatchedProcess { Name = name }.ReportedName, Is.EqualTo(reported));

    private bool Runs(string name) => proc.Folder.Read().Any(running => ProcessMatch.Is(new WatchedProcess { Name = name }.Words, running));
}
