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
    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u4} {SourceContext} {Message:lj}{NewLine}{Exception}";
    private const string JournalTemplate = "{Level:u4} {SourceContext} {Message:lj}{NewLine}{Exception}";   // the journal has its own clock

    /// <param name="options">What the configuration wants.</param>
    /// <param name="underJournal">Whether standard error goes to the systemd journal.</param>
    public static Logger Create(LogOptions options, bool underJournal)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(options.Debug ? LogEventLevel.Debug : LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .Enrich.FromLogContext();
        var formatter = Formatter(options, underJournal);
        return options.File is { } file
            ? configuration.WriteTo.File(formatter, file, fileSizeLimitBytes: null).CreateLogger()
            : configuration.WriteTo.Console(formatter, standardErrorFromLevel: LogEventLevel.Verbose).CreateLogger();
    }

    public static ILoggingBuilder AddMasakariLog(this ILoggingBuilder logging, LogOptions options) =>
        logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddSerilog(
            Create(options, underJournal: Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 }), dispose: true);

    private static ITextFormatter Formatter(LogOptions options, bool underJournal) =>
        options.Json ? new JsonFormatter(renderMessage: true)
        : options.File is null && underJournal ? new JournalFormatter(new MessageTemplateTextFormatter(JournalTemplate))
        : new MessageTemplateTextFormatter(Template);
}
