using Masakari.Core.Configuration;

namespace Masakari.Host.Auth.Policy;

/// <summary>A policy file as it was found.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Rank">0 for the one that <c>policy_file</c> names, then the number of the folder.</param>
/// <param name="Mark">By what it is noticed that it changed.</param>
internal sealed record FileStamp(string Path, int Rank, FileMark Mark)
{
    public bool IsMain => Rank == 0;

    /// <summary>What stays when the file or its folder moves to a place that goes before, or the main file changes its ending.</summary>
    public (int Rank, string Name) Slot => (Rank, IsMain ? "" : System.IO.Path.GetFileName(Path));

    /// <returns><see langword="null"/> when there is no such file.</returns>
    /// <exception cref="IOException">Links lead round in a circle.</exception>
    public static FileStamp? Of(string path, int rank) => FileMark.Of(path) is { } mark ? new FileStamp(path, rank, mark) : null;
}
