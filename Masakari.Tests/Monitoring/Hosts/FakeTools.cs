using Masakari.Core.Commands;
using Masakari.Core.Monitoring.Hosts.Pacemaker;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>The tools of a cluster, which answer what the test says.</summary>
internal sealed class FakeTools : ICommandRunner, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-tools-");
    private readonly Dictionary<string, (int Code, string Output, string Errors)> answers = [];
    private readonly List<CommandCall> calls = [];

    public FakeTools()
    {
        string[] names = ["systemctl", "crm_node", "crmadmin", "cibadmin", "crm_mon", "corosync-quorumtool", "ipmitool", "timeout"];
        foreach (var tool in names)
            File.WriteAllText(Path.Combine(folder.FullName, tool), "");
    }

    public IReadOnlyList<CommandCall> Calls => calls;

    public IEnumerable<string> Lines =>
        calls.Select(call => string.Join(' ', call.Arguments.Prepend(Path.GetFileName(call.Executable))));

    public ClusterTools Tools => new(this, TimeSpan.FromSeconds(10), folder.FullName);

    /// <summary>How commands that begin with these words end; the longest beginning counts.</summary>
    public FakeTools On(string words, string output, int code = 0, string errors = "")
    {
        answers[words] = (code, output, errors);
        return this;
    }

    public Task<CommandEnd> RunAsync(CommandCall call, CancellationToken ct)
    {
        calls.Add(call);
        var line = Lines.Last();
        var key = answers.Keys.Where(words => line.StartsWith(words, StringComparison.Ordinal)).MaxBy(words => words.Length);
        var (code, output, errors) = key is null ? (127, "", "not scripted") : answers[key];
        return Task.FromResult(CommandEnd.Exited(code, errors) with { StandardOutput = output });
    }

    public void Dispose() => folder.Delete(recursive: true);
}
