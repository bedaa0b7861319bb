using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Processes;

/// <summary>[process]: how processes of this host are watched and restarted.</summary>
internal sealed record ProcessOptions
{
    public required string ListPath { get; init; }

    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The restarts after the first one that failed.</summary>
    public int RestartRetries { get; init; } = 3;

    public TimeSpan RestartInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time that one command may take.</summary>
    public TimeSpan CommandLimit { get; init; } = TimeSpan.FromSeconds(120);

    public static ProcessOptions Read(Conf conf)
    {
        var section = conf.Section("process");
        return new ProcessOptions
        {
            ListPath = section.Text(
                "process_list_path", "/etc/masakarimonitors/process_list.yaml",
                "The file that lists the processes to watch. It is read again before each check."),
            CheckInterval = section.Seconds("check_interval", 5, "The time between two checks of the processes.", min: 1),
            RestartRetries = section.Int(
                "restart_retries", 3, "How often a failed restart is retried before the process is reported.", min: 0),
            RestartInterval = section.Seconds("restart_interval", 5, "The time between two restarts of a process.", min: 0),
            CommandLimit = section.Seconds(
                "command_timeout_seconds", 120, "The time limit for one command of the list. A command that takes longer is killed and has failed.",
                min: 1),
        };
    }
}
