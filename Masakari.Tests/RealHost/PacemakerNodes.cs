using System.Diagnostics;
using System.Globalization;
using Masakari.Core.Commands;
using Masakari.Core.Monitoring.Hosts.Pacemaker;
using Masakari.Tests.RealCloud;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.RealHost;

/// <summary>A real cluster of corosync and pacemaker. Each node has namespaces of its own; one network joins them.</summary>
internal sealed class PacemakerNodes : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2), Interval = TimeSpan.FromMilliseconds(200);
    private static readonly string[] Tools = ["cibadmin", "crm_mon", "crm_node", "crmadmin", "corosync-quorumtool"];

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-cluster-").FullName;
    private readonly Dictionary<int, Process> nodes = [];
    private readonly Process network;
    private readonly int count;

    private PacemakerNodes(int count)
    {
        this.count = count;
        network = Process.Start("unshare", [
            "--net", "sh", "-c", "ip link add hub type bridge && ip link set hub up && echo ready >\"$0\" && exec sleep infinity",
            Path.Combine(folder, "network")]);
    }

    /// <summary>The folder of logs.</summary>
    public string Folder => folder;

    /// <summary>Starts node1 to nodeN and waits until all are online.</summary>
    /// <param name="count">The number of nodes.</param>
    /// <param name="isFencing">Whether lost nodes are fenced, by an agent of the tests.</param>
    public static async Task<PacemakerNodes> StartAsync(int count, bool isFencing = false)
    {
        PacemakerMachine.NeedCluster();
        var cluster = new PacemakerNodes(count);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(cluster.folder, "corosync.conf"), cluster.Conf());
            if (isFencing) cluster.WriteAgent();
            await UntilAsync("network", () => Task.FromResult(File.Exists(Path.Combine(cluster.folder, "network"))));
            for (var number = 1; number <= count; number++) await cluster.BootAsync(number);
            await cluster.UntilShownAsync("coordinator", text => text.Contains("with_quorum=\"true\"", StringComparison.Ordinal));
            await cluster.ConfigureAsync(isFencing);
            for (var number = 1; number <= count; number++) await cluster.UntilOnlineAsync(number);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The cluster as the driver on node1 sees it.</summary>
    public PacemakerCluster Cluster(int number = 1) => new(
        new ClusterTools(new CommandRunner(TimeProvider.System), TimeSpan.FromSeconds(30), ToolFolder(number)), new PacemakerOptions(),
        TimeProvider.System, NullLogger<PacemakerCluster>.Instance);

    /// <summary>Switches the node on.</summary>
    public async Task BootAsync(int number)
    {
        var name = $"node{number}";
        foreach (var old in new[] { "pid", "done" }) File.Delete(Path.Combine(folder, $"{name}.{old}"));
        if (!File.Exists(Path.Combine(folder, $"{name}.orders"))) await RunAsync("mkfifo", Path.Combine(folder, $"{name}.orders"));
        nodes[number] = Process.Start("unshare", [
            "--net", "--mount", "--uts", "--pid", "--ipc", "--fork", "--kill-child", "bash",
            Path.Combine(TestContext.CurrentContext.TestDirectory, "RealHost", "pacemaker_node.sh"), name, $"10.77.0.{number}", folder]);
        await UntilAsync("process", () => Task.FromResult(PidOf(number) > 0));
        await RunAsync(
            "nsenter", "--target", $"{network.Id}", "--net", "sh", "-c",
            $"ip link add v{number}x{PidOf(number)} type veth peer name eth0 netns {PidOf(number)}; "
            + $"ip link set v{number}x{PidOf(number)} master hub up");
        WriteTools(number);
    }

    /// <summary>A power cut.</summary>
    public async Task CrashAsync(int number)
    {
        await RunAsync("kill", "-KILL", $"{PidOf(number)}");
        await nodes[number].WaitForExitAsync();
        nodes[number].Dispose();
        nodes.Remove(number);
    }

    /// <summary>Gives the node an order and waits until it has obeyed: stop, start, stop-pacemaker, kill-pacemaker,
    /// start-pacemaker, cut, join.</summary>
    public async Task OrderAsync(int number, string order)
    {
        var done = Path.Combine(folder, $"node{number}.done");
        File.Delete(done);
        await File.WriteAllTextAsync(Path.Combine(folder, $"node{number}.orders"), order + "\n");
        await UntilAsync($"{order} of node{number}", () => Task.FromResult(File.Exists(done)));
    }

    /// <summary>Runs a command on a node.</summary>
    public Task<string> OnAsync(int number, params string[] command) => RunAsync(
        "nsenter", ["--target", $"{PidOf(number)}", "--net", "--mount", "--uts", "--pid", "--ipc", "--", .. command]);

    public Task UntilOnlineAsync(int number) => UntilShownAsync(
        $"node{number}", text => Line(text, number).Contains("online=\"true\"", StringComparison.Ordinal)
            && Line(text, number).Contains("pending=\"false\"", StringComparison.Ordinal));

    public Task UntilOfflineAsync(int number) =>
        UntilShownAsync($"end of node{number}", text => Line(text, number).Contains("online=\"false\"", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        foreach (var number in nodes.Keys.ToList()) await CrashAsync(number);
        network.Kill();
        await network.WaitForExitAsync();
        network.Dispose();
        if (Environment.GetEnvironmentVariable("MASAKARI_KEEP_CLUSTER") is null) Directory.Delete(folder, recursive: true);
        else await TestContext.Out.WriteLineAsync($"The logs of the cluster are in {folder}.");
    }

    private Task UntilShownAsync(string what, Func<string, bool> good) => UntilAsync(what, async () =>
    {
        try
        {
            return good(await OnAsync(1, "crm_mon", "--output-as=xml", "--one-shot"));
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    });

    private async Task ConfigureAsync(bool isFencing)
    {
        await OnAsync(1, "crm_attribute", "--name", "stonith-enabled", "--update", isFencing ? "true" : "false");
        if (!isFencing) return;
        var names = string.Join(' ', Enumerable.Range(1, count).Select(number => $"node{number}"));
        await OnAsync(1, "cibadmin", "--create", "--scope", "resources", "--xml-text", $"""
            <primitive id="fencing" class="stonith" type="fence_legacy"><instance_attributes id="f">
              <nvpair id="f1" name="pcmk_host_list" value="{names}"/>
            </instance_attributes></primitive>
            """);
    }

    private static Task UntilAsync(string what, Func<Task<bool>> done) => Poll.UntilAsync(what, done, good => good, Interval, Limit);

    private static Task<string> RunAsync(string program, params string[] arguments) =>
        Tool.RunAsync(program, arguments, new Dictionary<string, string>(), "", Limit);

    private int PidOf(int number)
    {
        var file = Path.Combine(folder, $"node{number}.pid");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var pid) ? pid : 0;
    }

    private static string Line(string text, int number) =>
        text.Split('\n').FirstOrDefault(line => line.Contains($"<node name=\"node{number}\"", StringComparison.Ordinal)) ?? "";

    private string ToolFolder(int number) => Path.Combine(folder, $"tools{number}");

    private void WriteTools(int number)
    {
        Directory.CreateDirectory(ToolFolder(number));
        foreach (var tool in Tools)
            Script(
                Path.Combine(ToolFolder(number), tool),
                $"exec nsenter --target {PidOf(number)} --net --mount --uts --pid --ipc -- {tool} \"$@\"");
        Script(Path.Combine(ToolFolder(number), "systemctl"), "printf 'active\\nactive\\ninactive\\n'");
    }

    /// <summary>A fence agent that notes whom it was told to fence: the node is dead already.</summary>
    private void WriteAgent() => Script(Path.Combine(folder, "fence"), $$"""
        while read -r line; do
            case $line in action=*) action=${line#*=} ;; nodename=*|port=*) node=${line#*=} ;; esac
        done
        case ${1-} in -o) action=$2 ;; esac
        case $action in
            metadata) cat <<'END'
        <?xml version="1.0" ?>
        <resource-agent name="fence_legacy" shortdesc="test"><longdesc>test</longdesc><vendor-url>http://localhost</vendor-url>
        <parameters><parameter name="port" unique="0" required="0"><content type="string"/></parameter></parameters>
        <actions><action name="on"/><action name="off"/><action name="reboot"/><action name="status"/><action name="list"/>
        <action name="monitor"/><action name="metadata"/></actions></resource-agent>
        END
            ;;
            off|reboot) echo "$node" >>{{folder}}/fenced ;;
        esac
        exit 0
        """);

    private static void Script(string file, string body)
    {
        File.WriteAllText(file, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("755", 8));
    }

    private string Conf() => $$"""
        totem {
          version: 2
          cluster_name: masakari
          transport: knet
          token: 1000
          crypto_cipher: none
          crypto_hash: none
        }
        logging {
          to_stderr: yes
          to_syslog: no
        }
        quorum {
          provider: corosync_votequorum
        }
        nodelist {
        {{string.Concat(Enumerable.Range(1, count).Select(number =>
            $"  node {{\n    name: node{number}\n    nodeid: {number}\n    ring0_addr: 10.77.0.{number}\n  }}\n"))}}
        }
        """;
}
