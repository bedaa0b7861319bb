namespace Masakari.Core.Configuration;

/// <summary>Where the configuration of one run comes from.</summary>
public sealed record ConfSources
{
    /// <summary>The project of the service.</summary>
    public const string Service = "masakari";

    /// <summary>The project of the monitors.</summary>
    public const string Monitors = "masakarimonitors";

    /// <summary>What the default files are called after: <c>masakari</c> for the service, <c>masakarimonitors</c> for the monitors.</summary>
    public required string Project { get; init; }

    /// <summary>Programs whose own files are looked for as well, such as <c>masakari-engine</c>; none by default.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    /// <summary>The <c>--config-file</c> and <c>--config-dir</c> arguments in the order of the command line; a later one wins.</summary>
    public IReadOnlyList<ConfArgument> Arguments { get; init; } = [];

    /// <summary>The process environment: <c>OS_GROUP__OPTION</c> overrides, <c>HOME</c>, <c>SNAP</c>, <c>OS_MASAKARI_CONFIG_DIR</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder of machine-wide configuration: <c>/etc</c>, on Windows <c>C:\ProgramData</c>.</summary>
    public string SystemFolder { get; init; } =
        OperatingSystem.IsWindows() ? System.Environment.GetFolderPath(System.Environment.SpecialFolder.CommonApplicationData) : "/etc";
}

/// <summary>One <c>--config-file</c> or <c>--config-dir</c> argument.</summary>
/// <param name="Path">The path as typed; a leading <c>~</c> is the home folder.</param>
/// <param name="IsFolder">Whether every <c>*.conf</c> in it is meant.</param>
public sealed record ConfArgument(string Path, bool IsFolder = false);
