namespace Masakari.Core.Monitoring.Processes;

/// <summary>The process list cannot be used. The text names the file, the line if it is known, and what is wrong.</summary>
internal sealed class ProcessListException(string message, Exception? inner = null) : Exception(message, inner);
