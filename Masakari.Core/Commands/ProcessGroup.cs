using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Masakari.Core.Commands;

/// <summary>
/// A process with a session, and so a process group, of its own on Linux: killing the group reaches children that the process has left
/// behind, too. On Windows the tree of its children is killed.
/// </summary>
internal static class ProcessGroup
{
    /// <summary>Starts a program in a session of its own without forking: the process keeps its id. A part of util-linux.</summary>
    public const string SetSid = "/usr/bin/setsid";

    private const int Sigkill = 9;

    /// <summary>How to start an executable as the leader of a group.</summary>
    public static ProcessStartInfo StartOf(string executable) =>
        OperatingSystem.IsWindows() ? new(executable) : new(SetSid, [executable]);

    /// <summary>Kills all processes of the group, also after the end of its leader.</summary>
    public static void Kill(Process leader)
    {
        if (!OperatingSystem.IsWindows()) _ = SendSignal(-leader.Id, Sigkill);
        try
        {
            leader.Kill(entireProcessTree: true);   // also in the instant before it has its own group
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException or NotSupportedException)
        {
            // It has ended.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
