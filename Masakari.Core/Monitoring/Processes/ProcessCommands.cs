using Masakari.Core.Commands;

namespace Masakari.Core.Monitoring.Processes;

/// <summary>Runs the commands of the process list: without a shell, found on the PATH, as root where the list says so.</summary>
internal sealed class ProcessCommands(ICommandRunner runner, ProcessOptions options)
{
    /// <summary>Runs a line of the list. Only the exit code says whether it worked: programs write warnings on standard error.</summary>
    /// <returns>Why it failed; <see langword="null"/> = it worked, or there is no command.</returns>
    /// <exception cref="OperationCanceledException">The monitor stops.</exception>
    public async Task<string?> WhyFailedAsync(string? line, bool asRoot, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(line)) return null;
        var words = CommandWords.Split(line) ?? line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var end = await RunAsync(words, asRoot, ct);
        if (end.ExitCode == 0) return null;
        var said = ShownOutput.Of(end.Output, ShownOutput.SecretsOf(words));
        return (end.Trouble ?? $"exit code {end.ExitCode}") + (said.Length == 0 ? "" : $": {said}");
    }

    public Task<CommandEnd> RunAsync(IReadOnlyList<string> words, bool asRoot, CancellationToken ct)
    {
        IReadOnlyList<string> all = asRoot ? [.. Programs.AsRoot, .. words] : words;
        if (Programs.Find(all[0]) is not { } executable)
            return Task.FromResult(CommandEnd.NotStarted($"there is no program {all[0]} on the PATH"));
        var call = new CommandCall(executable, [.. all.Skip(1)], new Dictionary<string, string>(), options.CommandLimit)
        {
            MayLeaveProcesses = true,
        };
        return runner.RunAsync(call, ct);
    }
}
