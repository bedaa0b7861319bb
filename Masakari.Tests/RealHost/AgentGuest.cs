namespace Masakari.Tests.RealHost;

/// <summary>The kernel and the initial RAM disk of a guest that runs QEMU's guest agent, made once from Debian's packages.</summary>
internal static class AgentGuest
{
    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    /// <summary>The folder of <c>vmlinuz</c> and <c>initrd.gz</c>.</summary>
    public static Task<string> FolderAsync() => Made.Value;

    private static async Task<string> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("masakari-agent-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await LibvirtDaemon.RunAsync("sh", Path.Combine(AppContext.BaseDirectory, "RealHost", "agent-guest.sh"), folder);
        await LibvirtDaemon.RunAsync("chmod", "-R", "a+rX", folder);
        return folder;
    }
}
