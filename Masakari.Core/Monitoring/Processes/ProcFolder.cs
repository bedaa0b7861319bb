using System.Globalization;
using System.Text;

namespace Masakari.Core.Monitoring.Processes;

/// <summary>The processes of this host, as Linux shows them below <c>/proc</c>.</summary>
/// <param name="root">The folder.</param>
internal sealed class ProcFolder(string root)
{
    private const string Deleted = " (deleted)";

    /// <summary>All processes. Those that have ended and wait for their parent, and the kernel's own, are left out.</summary>
    /// <exception cref="IOException">The folder does not show the processes of other accounts.</exception>
    public IReadOnlyList<RunningProcess> Read()
    {
        // Process 1 always runs. Where only one's own processes are shown, every other one would seem to be dead.
        if (Arguments(1) is null)
            throw new IOException($"{root} does not show the processes of others (hidepid, ProtectProc?), so none is judged");
        return
        [
            .. from folder in Directory.EnumerateDirectories(root)
               let id = int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
               where id > 0
               let arguments = Arguments(id)
               where arguments is not null
               select new RunningProcess(arguments, () => Executable(id)),
        ];
    }

    /// <summary>Whether a process with this id lives.</summary>
    public bool Lives(int id) => Arguments(id) is not null;

    private string[]? Arguments(int id)
    {
        try
        {
            var text = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(root, Text(id), "cmdline"))).TrimEnd('\0');
            return text.Length == 0 ? null : text.Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;    // it has ended meanwhile
        }
    }

    private string? Executable(int id)
    {
        try
        {
            var file = new FileInfo(Path.Combine(root, Text(id), "exe")).LinkTarget;
            return file?.EndsWith(Deleted, StringComparison.Ordinal) == true ? file[..^Deleted.Length] : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}
