using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Masakari.Host.Lifetime;

/// <summary>The log file, which can be opened anew after logrotate has moved it away.</summary>
internal sealed class LogFile(ITextFormatter formatter, string path) : ILogEventSink, IDisposable
{
    private readonly Lock guard = new();
    private Logger file = Open(formatter, path);

    public void Emit(LogEvent logEvent)
    {
        lock (guard)
            file.Write(logEvent);
    }

    public void Reopen()
    {
        lock (guard)
        {
            file.Dispose();
            file = Open(formatter, path);
        }
    }

    public void Dispose() => file.Dispose();

    private static Logger Open(ITextFormatter formatter, string path) =>
        new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.File(formatter, path, fileSizeLimitBytes: null).CreateLogger();
}
