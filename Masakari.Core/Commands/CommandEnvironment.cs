namespace Masakari.Core.Commands;

/// <summary>The environment that every command gets: nothing of ours, which may hold passwords.</summary>
internal static class CommandEnvironment
{
    /// <summary>Where programs are found, and a language in which they answer.</summary>
    public static IReadOnlyDictionary<string, string> Least { get; } = OperatingSystem.IsWindows()
        ? new Dictionary<string, string>
        {
            ["PATH"] = Environment.SystemDirectory,
            ["SystemRoot"] = Environment.GetFolderPath(Environment.SpecialFolder.Windows),   // programs of Windows do not start without it
        }
        : new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["LANG"] = "C.UTF-8",
        };
}
