namespace Masakari.Core.Configuration;

/// <summary>By what a file that has changed is noticed without reading it.</summary>
/// <param name="Target">Where it really is, when links lead there.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="Length">In bytes; also zero for pipes and devices.</param>
public readonly record struct FileMark(string Target, DateTime Written, long Length)
{
    /// <summary>Looks at a file, and not at a link to it: a link stays the same when what it leads to changes.</summary>
    /// <returns><see langword="null"/> when there is no such file; the mark of a link that leads nowhere is its own.</returns>
    /// <exception cref="IOException">Links lead round in a circle.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be searched.</exception>
    public static FileMark? Of(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target)
            file = target;
        return new FileMark(file.FullName, file.LastWriteTimeUtc, file.Length);
    }
}
