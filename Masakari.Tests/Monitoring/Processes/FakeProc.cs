using System.Globalization;
using Masakari.Core.Monitoring.Processes;

namespace Masakari.Tests.Monitoring.Processes;

/// <summary>A folder that looks like /proc.</summary>
internal sealed class FakeProc : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("masakari-proc-");
    private readonly Dictionary<string, int> ids = [];
    private int last = 1;

    public FakeProc() => Write(1, "/sbin/init", null);

    public ProcFolder Folder => new(root.FullName);

    /// <summary>A process begins.</summary>
    /// <param name="commandLine">Its words, separated by blanks.</param>
    /// <param name="executable">The file that runs.</param>
    /// <returns>Its id.</returns>
    public int Start(string commandLine, string? executable = null)
    {
        Write(++last, commandLine.Replace(' ', '\0'), executable);
        return ids[commandLine] = last;
    }

    public void StartTitled(string title) => Write(++last, title, null);

    public void End(string commandLine) => Directory.Delete(Path.Combine(root.FullName, Text(ids[commandLine])), recursive: true);

    public void Hide() => Directory.Delete(Path.Combine(root.FullName, "1"), recursive: true);

    public void Dispose() => root.Delete(recursive: true);

    private void Write(int id, string commandLine, string? executable)
    {
        var folder = root.CreateSubdirectory(Text(id)).FullName;
        File.WriteAllText(Path.Combine(folder, "cmdline"), commandLine + "\0");
        if (executable is not null) File.CreateSymbolicLink(Path.Combine(folder, "exe"), executable);
    }

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}
