using Serilog.Events;
using Serilog.Formatting;

namespace Masakari.Host.Lifetime;

/// <summary>Puts the priority before every line, which the systemd journal reads and takes away: <c>&lt;4&gt;</c> is a warning.</summary>
internal sealed class JournalFormatter(ITextFormatter inner) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var text = new StringWriter();
        inner.Format(logEvent, text);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
            output.Write($"<{Priority(logEvent.Level)}>{line.TrimEnd()}\n");
    }

    private static int Priority(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => 2,
        LogEventLevel.Error => 3,
        LogEventLevel.Warning => 4,
        LogEventLevel.Information => 6,
        _ => 7,
    };
}
