using Serilog.Core;
using Serilog.Events;

namespace Masakari.Host.Lifetime;

/// <summary>
/// Stands before the log file, so that a full disk never ends the program. It counts the lines that cannot be written. It reports on
/// standard error that lines are lost, and how many are missing once the file can be written again or is closed.
/// </summary>
internal sealed class LogFileGuard : ILogEventSink, ILoggingFailureListener, IDisposable
{
    private readonly ILogEventSink file;
    private readonly string path;
    private readonly TextWriter errors;
    private long lost;

    public LogFileGuard(ILogEventSink file, string path, TextWriter errors)
    {
        (this.file, this.path, this.errors) = (file, path, errors);
        (file as ISetLoggingFailureListener)?.SetFailureListener(this);
    }

    public void Emit(LogEvent logEvent)
    {
        var before = Interlocked.Read(ref lost);
        try
        {
            file.Emit(logEvent);
        }
        catch (IOException problem)
        {
            Lose(problem.Message, "Make room for the log file.");
        }

        if (before > 0 && Interlocked.CompareExchange(ref lost, 0, before) == before)
            Tell($"{path} is written again; up to {before} lines are missing.");
    }

    /// <summary>Called for each line when the file could not be opened.</summary>
    public void OnLoggingFailed(
        object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception) =>
        Lose(exception?.Message ?? WhyItCannotBeOpened() ?? message, "Correct the path or its permissions, then send SIGHUP or restart.");

    public void Dispose()
    {
        try
        {
            (file as IDisposable)?.Dispose();
        }
        catch (IOException)
        {
            // What it could not write was counted line by line.
        }

        if (Interlocked.Exchange(ref lost, 0) is > 0 and var missing)
            Tell($"{path} is closed; up to {missing} lines are missing.");
    }

    private void Lose(string reason, string cure)
    {
        if (Interlocked.Increment(ref lost) == 1)
            Tell($"lines are lost: {reason.TrimEnd('.')}. {cure}");
    }

    private void Tell(string what)
    {
        try
        {
            errors.WriteLine($"masakari: log: {what}");
        }
        catch (IOException)
        {
            // Standard error may be a file on the same full disk.
        }
    }

    private string? WhyItCannotBeOpened()
    {
        try
        {
            File.Open(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite).Dispose();
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return problem.Message;
        }
    }
}
