using System.CommandLine;

namespace Masakari.Host.Cli;

/// <summary>
/// The options of the original's programs for their log, which unit files and init scripts use. Each stands for an option of [DEFAULT]
/// and counts more than the files.
/// </summary>
internal static class LogArguments
{
    private static readonly Option<bool> Debug = Switch("--debug", "Log at debug level, as [DEFAULT] debug does.", "-d");
    private static readonly Option<bool> UseJournal = Switch("--use-journal", "As [DEFAULT] use_journal.", "--use_journal");
    private static readonly Option<bool> UseSyslog = Switch("--use-syslog", "As [DEFAULT] use_syslog.", "--use_syslog");
    private static readonly Option<string?> File =
        Path("--log-file", "FILE", "Log to this file, as [DEFAULT] log_file.", "--log_file", "--logfile");

    private static readonly Option<string?> Folder =
        Path("--log-dir", "DIR", "The folder of the log, as [DEFAULT] log_dir.", "--log_dir", "--logdir");

    /// <summary>Lets a command and all below it take these options.</summary>
    public static Command AddedTo(Command command)
    {
        foreach (var option in new Option[] { Debug, File, Folder, UseJournal, UseSyslog }) command.Add(option);
        return command;
    }

    /// <summary>What was given, as the variables that override the files.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Overrides(ParseResult command)
    {
        foreach (var (option, name) in new[] { (Debug, "DEBUG"), (UseJournal, "USE_JOURNAL"), (UseSyslog, "USE_SYSLOG") })
            if (command.GetResult(option) is { Implicit: false }) yield return new($"OS_DEFAULT__{name}", "true");
        foreach (var (option, name) in new[] { (File, "LOG_FILE"), (Folder, "LOG_DIR") })
        {
            if (command.GetResult(option) is { Implicit: false } && command.GetValue(option) is { } value)
                yield return new($"OS_DEFAULT__{name}", value);
        }
    }

    private static Option<bool> Switch(string name, string help, string alias) =>
        new(name, alias) { Description = help, Recursive = true, Hidden = true };

    private static Option<string?> Path(string name, string value, string help, params string[] aliases) =>
        new(name, aliases) { Description = help, HelpName = value, Recursive = true, Hidden = true };
}
