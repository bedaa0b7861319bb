namespace Masakari.Core.Monitoring.Processes;

/// <summary>A process of this host.</summary>
/// <param name="Arguments">Its command line, the program's own name first. A process may have changed it. Never empty.</param>
/// <param name="Executable">Looks up the file that runs; <see langword="null"/> when this account may not see it.</param>
internal sealed record RunningProcess(IReadOnlyList<string> Arguments, Func<string?> Executable);
