using System.Globalization;
using Masakari.Core.Commands;

namespace Masakari.Core.Monitoring.Processes;

/// <summary>Looks whether a process runs.</summary>
internal sealed class ProcessSight(ProcFolder proc, ProcessCommands commands)
{
    private const int Inactive = 3;    // what systemctl says of a unit that is not active

    /// <returns>Whether it runs; <see langword="null"/> when that cannot be told, with the reason.</returns>
    /// <exception cref="IOException">The processes cannot be read.</exception>
    public async Task<(bool? Runs, string Reason)> LookAsync(
        WatchedProcess process, Func<IReadOnlyList<RunningProcess>> running, CancellationToken ct)
    {
        if (process.Unit is { } unit) return Judge(unit, await commands.RunAsync(["systemctl", "is-active", unit], asRoot: false, ct));
        if (process.PidFile is { } file) return Judge(file);
        return (running().Any(other => ProcessMatch.Is(process.Words, other)), "");
    }

    private static (bool?, string) Judge(string unit, CommandEnd end) => end.ExitCode switch
    {
        0 => (true, ""),
        Inactive => (false, ""),
        var code => (null, $"systemctl is-active {unit}: {end.Trouble ?? $"exit code {code}"}"),
    };

    private (bool?, string) Judge(string pidFile)
    {
        try
        {
            var text = File.ReadAllText(pidFile).Trim();
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
                ? (proc.Lives(id), "")
                : (null, $"{pidFile} does not contain the id of a process");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (false, "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{pidFile} cannot be read: {e.Message}");
        }
    }
}
