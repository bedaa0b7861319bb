using Masakari.Core.Commands;

namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>Runs the tools of pacemaker and corosync, and those that look at the network and at IPMI controllers.</summary>
/// <param name="runner">Starts programs.</param>
/// <param name="limit">The time limit for one of them.</param>
/// <param name="folders">Where they are looked for first, as PATH has it; <see langword="null"/> = the PATH of this process.</param>
internal sealed class ClusterTools(ICommandRunner runner, TimeSpan limit, string? folders = null)
{
    /// <summary>A CIB of a large cluster with its history is some megabytes.</summary>
    private const int LongestDocument = 64 * 1024 * 1024;

    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    /// <summary>
    /// Runs a tool. Only the exit code says whether it worked: they write warnings on standard error. Nothing of this is run by a shell.
    /// </summary>
    public Task<ToolAnswer> RunAsync(IReadOnlyList<string> words, CancellationToken ct) => RunAsync(words, NoVariables, limit, ct);

    /// <param name="words">The program and its arguments. No secret is among them: others on the host can read them.</param>
    /// <param name="variables">What it finds in its environment; secrets belong here.</param>
    /// <param name="atMost">The time limit.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<ToolAnswer> RunAsync(
        IReadOnlyList<string> words, IReadOnlyDictionary<string, string> variables, TimeSpan atMost, CancellationToken ct)
    {
        var line = string.Join(' ', words);
        if (Programs.Find(words[0], folders) is not { } executable)
            return new ToolAnswer("", $"`{line}` cannot be run: the program is not installed");
        var call = new CommandCall(executable, [.. words.Skip(1)], variables, atMost) { LongestDocument = LongestDocument };
        var end = await runner.RunAsync(call, ct);
        if (end.ExitCode == 0) return new ToolAnswer(end.StandardOutput, null) { ExitCode = 0 };
        var said = ShownOutput.Of(end.Output, variables.Values);
        var why = end.Trouble ?? $"exit code {end.ExitCode}";
        return new ToolAnswer(end.StandardOutput, $"`{line}` failed: {why}{(said.Length == 0 ? "" : $": {said}")}")
        {
            ExitCode = end.ExitCode,
        };
    }
}
