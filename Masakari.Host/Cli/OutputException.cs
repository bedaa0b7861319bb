namespace Masakari.Host.Cli;

/// <summary>The standard output cannot be written.</summary>
internal sealed class OutputException(Exception cause)
    : Exception($"cannot write the output: {(cause.InnerException ?? cause).Message}", cause);
