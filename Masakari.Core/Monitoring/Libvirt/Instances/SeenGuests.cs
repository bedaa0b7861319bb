using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Libvirt.Instances;

/// <summary>
/// How each guest was last seen, in memory and in a small file: a guest that crashes while the monitor is down or libvirt is away is found
/// by comparing. One task uses it.
/// </summary>
internal sealed class SeenGuests(string path, ILogger logger)
{
    private const string Heading = "# How the instance monitor last saw the guests of this host.";

    private readonly Dictionary<Guid, GuestMark> marks = [];
    private bool changed, loaded, unwritable;

    /// <summary>There is something to compare with. Before the first look ever, nobody knows how the guests were.</summary>
    public bool HasLooked { get; private set; }

    /// <summary>How a guest was last seen; <see langword="null"/> = it was not there.</summary>
    public GuestMark? this[Guid uuid] => marks.TryGetValue(uuid, out var mark) ? mark : null;

    /// <summary>Reads the file, the first time. One that cannot be read is as good as none.</summary>
    public void Load()
    {
        if (loaded) return;
        loaded = true;
        try
        {
            var lines = File.ReadAllLines(path);
            // A file that lost its content with the power must not look like a host without guests.
            if (lines is not [Heading, ..]) throw new FormatException("it does not begin as it should");
            foreach (var line in lines[1..])
            {
                var (uuid, mark) = line.Split(' ') is [var id, var word] ? (id, word) : throw new FormatException($"'{line}' is no guest");
                marks[Guid.Parse(uuid)] = Enum.Parse<GuestMark>(mark, ignoreCase: true);
            }
            HasLooked = true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // The first look on this host.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            marks.Clear();
            logger.SeenGuestsUnreadable(path, e.Message);
        }
    }

    /// <summary>Remembers how a guest is; <see langword="null"/> = it is gone.</summary>
    public void Set(Guid uuid, GuestMark? mark)
    {
        if (this[uuid] == mark) return;
        changed = true;
        if (mark is { } seen) marks[uuid] = seen;
        else marks.Remove(uuid);
    }

    /// <summary>All guests were looked at: the others are gone.</summary>
    public void KeepOnly(IReadOnlySet<Guid> there)
    {
        foreach (var gone in marks.Keys.Where(uuid => !there.Contains(uuid)).ToList()) Set(gone, null);
        changed |= !HasLooked;
        HasLooked = true;
    }

    /// <summary>Writes the file if something changed. A failure is logged once and tried again with the next change.</summary>
    public void Save()
    {
        if (!changed) return;
        changed = false;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var written = path + ".new";
            File.WriteAllLines(written, [Heading, .. marks.Select(guest => $"{guest.Key} {guest.Value.ToString().ToLowerInvariant()}")]);
            File.Move(written, path, overwrite: true);
            unwritable = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            changed = true;
            if (!unwritable) logger.SeenGuestsUnwritable(path, e.Message);
            unwritable = true;
        }
    }
}
