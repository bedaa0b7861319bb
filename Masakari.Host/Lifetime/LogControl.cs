using Serilog.Core;
using Serilog.Events;

namespace Masakari.Host.Lifetime;

/// <summary>What can be changed about the log while the service runs.</summary>
internal sealed class LogControl(bool debug)
{
    public LoggingLevelSwitch Level { get; } = new(Wanted(debug));

    /// <summary><see langword="null"/> = no file is written.</summary>
    public LogFile? File { get; init; }

    public void SetDebug(bool on) => Level.MinimumLevel = Wanted(on);

    private static LogEventLevel Wanted(bool debug) => debug ? LogEventLevel.Debug : LogEventLevel.Information;
}
