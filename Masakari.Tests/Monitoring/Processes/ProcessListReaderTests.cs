using Masakari.Core.Monitoring.Processes;

namespace Masakari.Tests.Monitoring.Processes;

/// <summary>process_list.yaml.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProcessListReaderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-list-");

    public void Dispose() => folder.Delete(recursive: true);

    [Test]
    public void Reads_the_list_of_the_original()
    {
        var (list, warnings) = Read("""
            # libvirt-bin
            -
                # process_name: Name of the process as it in 'ps -ef'.
                process_name: /usr/sbin/libvirtd
                start_command: systemctl start libvirtd
                pre_start_command:
                post_start_command:
                restart_command: systemctl restart libvirtd
                pre_restart_command:
                post_restart_command: ~
                run_as_root: True
            - process_name: nova-compute
              start_command: "systemctl start nova-compute"
              pre_start_command: ''
              post_start_command:
              restart_command: systemctl restart nova-compute
              pre_restart_command: /usr/local/bin/check  --now
              post_restart_command:
              run_as_root: off
            """);

        Assert.That(warnings, Is.Empty);
        Assert.That(list, Is.EqualTo(new[]
        {
            new WatchedProcess
            {
                Name = "/usr/sbin/libvirtd", Start = "systemctl start libvirtd", Restart = "systemctl restart libvirtd", AsRoot = true,
            },
            new WatchedProcess
            {
                Name = "nova-compute", Start = "systemctl start nova-compute", Restart = "systemctl restart nova-compute",
                PreRestart = "/usr/local/bin/check  --now",
            },
        }));
    }

    [Test]
    public void Takes_an_item_with_less_and_our_own_keys_and_warns_of_unknown_ones()
    {
        var (list, warnings) = Read("""
            - process_name: nova-compute
              systemd_unit: nova-compute.service
              restart_comand: systemctl restart nova-compute
            - process_name: agent
              pid_file: /run/agent.pid
            """);

        Assert.That(list.Select(process => (process.Unit, process.PidFile)), Is.EqualTo(
            new (string?, string?)[] { ("nova-compute.service", null), (null, "/run/agent.pid") }));
        Assert.That(warnings, Is.EqualTo([$"{Path}:3: 'restart_comand' is not a key of a process, and has no effect"]));
    }

    [TestCase("", ": must be a list of processes")]
    [TestCase("process_name: a", ": must be a list of processes")]
    [TestCase("[]", ": must be a list of processes")]
    [TestCase("- a", ":1: an item must be a mapping")]
    [TestCase("- run_as_root: true", ":1: process_name is missing or empty")]
    [TestCase("- process_name:", ":1: process_name is missing or empty")]
    [TestCase("- process_name: a\n  run_as_root: maybe", ":2: run_as_root: 'maybe' is not true or false")]
    [TestCase("- process_name: a\n  start_command: [b, c]", ":2: start_command must be a text")]
    [TestCase("- process_name: a\n b: c", ":2: ")]
    public void Says_where_a_list_is_wrong(string text, string message) =>
        Assert.That(() => Read(text), Throws.TypeOf<ProcessListException>().With.Message.StartsWith(Path + message));

    [Test]
    public void Says_that_there_is_no_file() => Assert.That(
        () => new ProcessListReader(Path).Read(), Throws.TypeOf<ProcessListException>().With.Message.StartsWith($"{Path}: cannot be read"));

    private string Path => System.IO.Path.Combine(folder.FullName, "process_list.yaml");

    private (IReadOnlyList<WatchedProcess> List, IReadOnlyList<string> Warnings) Read(string text)
    {
        File.WriteAllText(Path, text);
        var reader = new ProcessListReader(Path);
        return (reader.Read(), reader.Warnings);
    }
}
