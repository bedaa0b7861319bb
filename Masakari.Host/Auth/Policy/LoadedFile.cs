namespace Masakari.Host.Auth.Policy;

/// <summary>A policy file and what it held when it was last read.</summary>
internal sealed record LoadedFile(FileStamp Stamp, PolicyFile Content);
