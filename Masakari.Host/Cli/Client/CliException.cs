namespace Masakari.Host.Cli.Client;

/// <summary>A client verb cannot go on.</summary>
/// <param name="exitCode">1 = it failed; 2 = the command line, a variable or a file is wrong.</param>
/// <param name="message">One line: what is wrong, and what to do. Never a secret.</param>
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static CliException Usage(string message) => new(2, message);

    public static CliException Failure(string message) => new(1, message);
}
