using System.Net.Sockets;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;

namespace Masakari.Host.Lifetime;

/// <summary>Makes the logger that everything is logged through.</summary>
internal static class LogSetup
{
    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Room} {Message:l}{NewLine}{Exception}";
    private const string JournalTemplate = "{Level:u3} {Room} {Message:l}{NewLine}{Exception}";   // the journal has its own clock

    /// <summary>Logs through Serilog, and registers the <see cref="LogControl"/>.</summary>
    public static ILoggingBuilder AddMasakariLog(this ILoggingBuilder logging, LogOptions options)
    {
        var control = new LogControl(options.Debug) { File = options.File is { } path ? new LogFile(Formatter(options, Template), path) : null };
        logging.Services.AddSingleton(control);
        var underJournal = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };
        return logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddSerilog(Create(options, control, underJournal), dispose: true);
    }

    private static Logger Create(LogOptions options, LogControl control, bool underJournal)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.ControlledBy(control.Level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .Filter.ByExcluding(TellsWhatServiceLifeTells)
            .Enrich.FromLogContext();
        if (!options.Json)   // JSON escapes them itself
            configuration.Enrich.With<ControlCharacters>().Enrich.With<LogRoom>();
        if (control.File is { } file)
            configuration.WriteTo.Sink(file);
        if (options.Journal || control.File is null)
            configuration.WriteTo.Console(StandardError(options, underJournal), standardErrorFromLevel: LogEventLevel.Verbose);
        return configuration.CreateLogger();
    }

    // In one line, "Cannot start: …", instead of a page.
    private static bool TellsWhatServiceLifeTells(LogEvent line) =>
        line is { Exception: IOException or SocketException, MessageTemplate.Text: "Hosting failed to start" };

    private static ITextFormatter StandardError(LogOptions options, bool underJournal) => options.Journal || underJournal
        ? new JournalFormatter(Formatter(options, JournalTemplate))
        : Formatter(options, Template);

    private static ITextFormatter Formatter(LogOptions options, string template) =>
        options.Json ? new JsonFormatter(renderMessage: true) : new MessageTemplateTextFormatter(template);
}
