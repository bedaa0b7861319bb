using Masakari.Core.Configuration;

namespace Masakari.Host.Auth.Policy;

/// <summary>A policy file as it was found.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsMain">Whether it is the one that <c>policy_file</c> names.</param>
/// <param name="Mark">By what it is noticed that it changed.</param>
internal sealed record FileStamp(string Path, bool IsMain, FileMark Mark)
{
    /// <returns><see langword="null"/> when there is no such file.</returns>
    /// <exception cref="IOException">Links lead round in a circle.</exception>
    public static FileStamp? Of(string path, bool isMain) => FileMark.Of(path) is { } mark ? new FileStamp(path, isMain, mark) : null;
}
