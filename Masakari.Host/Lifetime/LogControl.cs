using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Hosting;

namespace Masakari.Host.Lifetime;

/// <summary>The logger, and what can be changed about it while the service runs.</summary>
internal sealed class LogControl
{
    private readonly LogOptions options;

    public LogControl(LogOptions options)
    {
        this.options = options;
        Level = new LoggingLevelSwitch(Wanted(options.Debug));
        Logger = LogSetup.Configure(new LoggerConfiguration(), options, Level).CreateBootstrapLogger();
    }

    /// <summary>What everything is logged through.</summary>
    public ReloadableLogger Logger { get; }

    public LoggingLevelSwitch Level { get; }

    /// <summary>Closes the log file and opens the one of its name, after logrotate has moved the former away.</summary>
    public void Reopen() => Logger.Reload(configuration => LogSetup.Configure(configuration, options, Level));

    public void SetDebug(bool on) => Level.MinimumLevel = Wanted(on);

    private static LogEventLevel Wanted(bool debug) => debug ? LogEventLevel.Debug : LogEventLevel.Information;
}
