namespace Masakari.Host.Auth.Policy;

/// <summary>By what a changed policy file is noticed.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsMain">Whether it is the one that <c>policy_file</c> names.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="Length">In bytes.</param>
internal sealed record FileStamp(string Path, bool IsMain, DateTime Written, long Length)
{
    /// <returns><see langword="null"/> when there is no such file.</returns>
    public static FileStamp? Of(string path, bool isMain)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(path, isMain, file.LastWriteTimeUtc, file.Length) : null;
    }
}
