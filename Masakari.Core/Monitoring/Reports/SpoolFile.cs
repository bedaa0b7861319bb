using System.Text;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>
/// The file of the spool. Lines are only appended, each on disk before it counts. When most lines are done with, the file is replaced by a
/// new one with those that are not.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private const string Name = "reports.jsonl";

    private readonly string path;
    private readonly FileStream alone;
    private FileStream file;
    private long end;     // what stands beyond was not written to its end

    private SpoolFile(string folder, FileStream alone)
    {
        (path, this.alone) = (Path.Combine(folder, Name), alone);
        file = Open();
    }

    /// <exception cref="IOException">The folder cannot be used, or another process uses it.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not use the folder.</exception>
    public static SpoolFile Open(string folder)
    {
        Directory.CreateDirectory(folder);
        // On Linux a lock that ends with the process, whatever ends it.
        var alone = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            return new SpoolFile(folder, alone);
        }
        catch
        {
            alone.Dispose();
            throw;
        }
    }

    /// <summary>All lines; <see langword="null"/> for one that was not written to its end.</summary>
    public IEnumerable<SpoolLine?> ReadAll()
    {
        file.Position = 0;
        using var reader = new StreamReader(file, new UTF8Encoding(false), leaveOpen: true);
        while (reader.ReadLine() is { } line)
            yield return SpoolLine.Parse(line);
        file.Position = end;
    }

    /// <summary>Appends lines, and returns when they are on the disk.</summary>
    /// <exception cref="IOException">They could not be written. The file is as it was before.</exception>
    public void Append(IReadOnlyList<byte[]> lines)
    {
        try
        {
            file.Position = end;
            file.Write([.. lines.SelectMany(line => line)]);
            file.Flush(flushToDisk: true);
            end = file.Position;
        }
        catch (IOException)
        {
            Shorten();
            throw;
        }
    }

    /// <summary>Replaces the file by one with these reports alone. A crash leaves the one or the other.</summary>
    /// <exception cref="IOException">It could not be written. The old file goes on.</exception>
    public void Replace(IReadOnlyList<MonitorReport> reports)
    {
        var next = path + ".new";
        using (var written = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            foreach (var report in reports)
                written.Write(SpoolLine.Of(report));
            written.Flush(flushToDisk: true);
        }

        file.Dispose();
        try
        {
            File.Move(next, path, overwrite: true);
        }
        finally
        {
            file = Open();
        }
    }

    public void Dispose()
    {
        file.Dispose();
        alone.Dispose();
    }

    private FileStream Open()
    {
        var opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        end = opened.Length;
        if (EndsWithin(opened)) end = Separate(opened);
        return opened;
    }

    /// <summary>A crash cut the last line: what is appended must not become a part of it.</summary>
    private static bool EndsWithin(FileStream opened)
    {
        if (opened.Length == 0) return false;
        opened.Position = opened.Length - 1;
        return opened.ReadByte() != '\n';
    }

    private static long Separate(FileStream opened)
    {
        opened.Position = opened.Length;
        opened.WriteByte((byte)'\n');
        return opened.Position;
    }

    private void Shorten()
    {
        try
        {
            file.SetLength(end);
        }
        catch (IOException)
        {
            // The next line overwrites the rest, and reading leaves out what is no whole line.
        }
    }
}
