using Masakari.Core.Configuration;
using Serilog.Events;

namespace Masakari.Host.Lifetime;

/// <summary>What is logged, where to and how it looks.</summary>
internal sealed record LogOptions
{
    public bool Debug { get; init; }

    /// <summary>The file; <see langword="null"/> = stderr.</summary>
    public string? File { get; init; }

    /// <summary>Whether standard error is written as well, with priorities for the systemd journal.</summary>
    public bool Journal { get; init; }

    /// <summary>One JSON object a line instead of text.</summary>
    public bool Json { get; init; }

    /// <summary>Levels of categories, whatever <see cref="Debug"/> says.</summary>
    public IReadOnlyDictionary<string, LogEventLevel> Levels { get; init; } = new Dictionary<string, LogEventLevel>();

    internal static LogOptions Read(Conf conf)
    {
        var (file, folder) = (
            conf.Default.Text("log_file", null, "The log file. Unset = standard error, unless log_dir is set.", was: ["logfile"]),
            conf.Default.Text(
                "log_dir", null,
                "The folder of the log file. Without log_file, the "
                + "file is masakari.log. Unset = log_file is the whole path.", was: ["logdir"]));
        var json = conf.Default.Bool("use_json", fallback: false, "Write each log entry as one line of JSON. Same as [log] format = json.");
        return new LogOptions
        {
            Debug = conf.Default.Bool("debug", fallback: false, "Log at debug level. A reload (SIGHUP) applies a change."),
            Journal = conf.Default.Bool(
                "use_journal", fallback: false,
                "Also write the log to standard error with priorities for the systemd journal when a log file is set."),
            File = string.IsNullOrEmpty(folder) ? (string.IsNullOrEmpty(file) ? null : file) : Path.Combine(folder, file ?? "masakari.log"),
            Json = conf.Section("log").Text(
                "format", "text",
                "The format of log entries: text, or json (one object per line).", choices: ["text", "json"]) == "json" || json,
            Levels = LogLevels.Read(conf.Default),
        };
    }
}
