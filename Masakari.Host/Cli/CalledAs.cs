namespace Masakari.Host.Cli;

/// <summary>The original has one program for each purpose. Links of their names to ours keep guides and unit files working.</summary>
internal static class CalledAs
{
    /// <summary>Puts the verb that a program's name stands for before its arguments. Every program shows the one version.</summary>
    public static string[] Arguments(string program, string[] arguments) => Path.GetFileNameWithoutExtension(program) switch
    {
        _ when arguments is ["--version"] => arguments,
        "masakari-api" => ["run", "--role", "all", .. arguments],
        "masakari-engine" => ["run", "--role", "engine", .. arguments],
        "masakari-manage" => ["manage", .. arguments],
        "masakari-status" => ["status", .. arguments],
        "masakari-processmonitor" => ["monitor", "process", .. arguments],
        "masakari-instancemonitor" => ["monitor", "instance", .. arguments],
        "masakari-hostmonitor" => ["monitor", "host", .. arguments],
        "masakari-introspectiveinstancemonitor" => ["monitor", "introspective", .. arguments],
        _ => arguments,
    };

    /// <summary>The name that this process was called by. A link's own name stands only in what the kernel was given.</summary>
    public static string Program()
    {
        const string Given = "/proc/self/cmdline";
        return File.Exists(Given) ? File.ReadAllText(Given).Split('\0')[0] : Environment.GetCommandLineArgs()[0];
    }
}
