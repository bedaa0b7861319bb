using System.Net.Sockets;
using Serilog;
using Serilog.Configuration;
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

    /// <summary>Logs through Serilog alone, and registers the <see cref="LogControl"/>.</summary>
    public static ILoggingBuilder AddMasakariLog(this ILoggingBuilder logging, LogOptions options)
    {
        var control = new LogControl(options);
        logging.Services.AddSingleton(control);
        return logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddSerilog(control.Logger, dispose: true);
    }

    /// <summary>Levels, files and formats as the options say.</summary>
    public static LoggerConfiguration Configure(LoggerConfiguration configuration, LogOptions options, LoggingLevelSwitch level)
    {
        configuration
            .MinimumLevel.ControlledBy(level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .Filter.ByExcluding(TellsWhatServiceLifeTells)
            .Enrich.FromLogContext();
        foreach (var (category, wanted) in options.Levels)
            configuration.MinimumLevel.Override(category, wanted);
        if (!options.Json)   // JSON escapes them itself
            configuration.Enrich.With<ControlCharacters>().Enrich.With<LogRoom>();
        if (options.File is { } path)
            configuration.WriteTo.Sink(LogFile(Formatter(options, Template), path, Console.Error));
        if (options.Journal || options.File is null)
            configuration.WriteTo.Console(StandardError(options), standardErrorFromLevel: LogEventLevel.Verbose);
        return configuration;
    }

    internal static ILogEventSink LogFile(ITextFormatter formatter, string path, TextWriter errors) => LoggerSinkConfiguration.Wrap(
        file => new LogFileGuard(file, path, errors), to => to.File(formatter, path, fileSizeLimitBytes: null));

    // In one line, "Cannot start: …", instead of a page.
    private static bool TellsWhatServiceLifeTells(LogEvent line) =>
        line is { Exception: IOException or SocketException, MessageTemplate.Text: "Hosting failed to start" };

    private static ITextFormatter StandardError(LogOptions options)
    {
        var underJournal = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };
        return options.Journal || underJournal ? new JournalFormatter(Formatter(options, JournalTemplate)) : Formatter(options, Template);
    }

    private static ITextFormatter Formatter(LogOptions options, string template) =>
        options.Json ? new JsonFormatter(renderMessage: true) : new MessageTemplateTextFormatter(template);
}
