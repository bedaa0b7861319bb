using Masakari.Core.Configuration;

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

    internal static LogOptions Read(Conf conf)
    {
        var (file, folder) = (
            conf.Default.Text("log_file", null, "The log file; unset = standard error.", was: ["logfile"]),
            conf.Default.Text("log_dir", null, "The folder of the log file; without log_file it is called masakari.log.", was: ["logdir"]));
        var json = conf.Default.Bool("use_json", fallback: false, "Log one JSON object a line.");
        return new LogOptions
        {
            Debug = conf.Default.Bool("debug", fallback: false, "Log at debug level. Can be changed while the service runs, by SIGHUP."),
            Journal = conf.Default.Bool(
                "use_journal", fallback: false, "Log to the systemd journal, by standard error with priorities, also when there is a log file."),
            File = string.IsNullOrEmpty(folder) ? (string.IsNullOrEmpty(file) ? null : file) : Path.Combine(folder, file ?? "masakari.log"),
            Json = conf.Section("log").Text("format", "text", "text, or json: one object a line.", choices: ["text", "json"]) == "json" || json,
        };
    }
}
