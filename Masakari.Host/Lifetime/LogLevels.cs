using Masakari.Core.Configuration;
using Serilog.Events;

namespace Masakari.Host.Lifetime;

/// <summary><c>default_log_levels</c>: the log levels of parts of the service.</summary>
internal static class LogLevels
{
    private const string Option = "default_log_levels";

    /// <summary>Loggers of the Python original, and the category of what does the same here. The first that fits counts.</summary>
    private static readonly (string Logger, string Category)[] Original =
    [
        ("masakari.compute", "Masakari.Core.OpenStack.Nova"),
        ("masakari.engine", "Masakari.Core.Recovery"),
        ("masakari.policy", "Masakari.Host.Auth.Policy"),
        ("masakari.api", "Masakari.Host.Api"),
        ("masakari.db", "Masakari.Core.Persistence"),
        ("masakari", "Masakari"),
        ("keystonemiddleware", "Masakari.Host.Auth"),
        ("keystoneauth", "Masakari.Core.OpenStack.Identity"),
        ("novaclient", "Masakari.Core.OpenStack.Nova"),
        ("oslo_policy", "Masakari.Host.Auth.Policy"),
        ("sqlalchemy", "Masakari.Core.Persistence"),
    ];

    /// <summary>Levels by category. Pairs that cannot be read have no effect but a warning.</summary>
    public static IReadOnlyDictionary<string, LogEventLevel> Read(ConfSection section)
    {
        var levels = new Dictionary<string, LogEventLevel>();
        foreach (var pair in section.List(
            Option, [],
            "The log levels of parts of the service, as NAME=LEVEL pairs. They override debug. NAME is the beginning of a namespace, such "
            + "as Masakari.Host.Auth (SourceContext in the JSON log), or a logger of the Python original: masakari, masakari.api, "
            + "masakari.engine, keystonemiddleware, keystoneauth, novaclient, oslo_policy, sqlalchemy. Loggers of other Python libraries "
            + "have no effect. LEVEL is TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL."))
        {
            var parts = pair.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts is [{ Length: > 0 } name, var level] && LevelOf(level) is { } known)
                levels[CategoryOf(name)] = known;
            else
                section.Warn(Option, $"'{pair}' has no effect: it is not NAME=LEVEL, with TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL");
        }

        return levels;
    }

    private static string CategoryOf(string name) =>
        Original.Where(known => name == known.Logger || name.StartsWith(known.Logger + '.', StringComparison.Ordinal))
            .Select(known => known.Category).FirstOrDefault(name);

    private static LogEventLevel? LevelOf(string name) => name.ToUpperInvariant() switch
    {
        "TRACE" => LogEventLevel.Verbose,
        "DEBUG" => LogEventLevel.Debug,
        "INFO" or "AUDIT" => LogEventLevel.Information,
        "WARN" or "WARNING" => LogEventLevel.Warning,
        "ERROR" => LogEventLevel.Error,
        "CRITICAL" or "FATAL" => LogEventLevel.Fatal,
        _ => null,
    };
}
