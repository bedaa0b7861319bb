namespace Masakari.Core.Commands;

/// <summary>Finds programs by their names, and the right to run them as root.</summary>
internal static class Programs
{
    // Where systemd forbids new privileges, sudo never works, but `systemctl` may still be allowed by polkit.
    private static readonly bool NeedsSudo = !Environment.IsPrivilegedProcess && !HasNoNewPrivileges();

    /// <summary>What stands before a command that needs the rights of root: nothing for root, and <c>sudo -n</c> for others.</summary>
    public static IReadOnlyList<string> AsRoot { get; } = NeedsSudo ? ["sudo", "-n"] : [];

    /// <summary>The file of a program: on the PATH of this process, and then in the folders of the system.</summary>
    /// <param name="program">A name; one with a slash is taken as it is.</param>
    /// <param name="folders">Where to look, as PATH has it; <see langword="null"/> = the PATH of this process.</param>
    /// <returns><see langword="null"/> when there is no such program.</returns>
    public static string? Find(string program, string? folders = null)
    {
        if (program.Contains('/', StringComparison.Ordinal)) return program;
        var path = folders ?? Environment.GetEnvironmentVariable("PATH");
        return $"{path}{Path.PathSeparator}{CommandEnvironment.Least["PATH"]}"
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    private static bool HasNoNewPrivileges()
    {
        const string Status = "/proc/self/status";
        return File.Exists(Status) && File.ReadLines(Status).Contains("NoNewPrivs:\t1");
    }
}
