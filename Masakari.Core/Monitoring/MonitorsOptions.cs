using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring;

/// <summary>[monitors]: which monitors run, and what tells others how they are.</summary>
public sealed record MonitorsOptions
{
    /// <summary>The monitors that run when the command line names none.</summary>
    public IReadOnlyList<string> Enabled { get; init; } = [];

    /// <summary>Where <c>/healthz</c> is served: <c>address:port</c>, or <c>unix:</c> and a path; <see langword="null"/> = nowhere.</summary>
    public string? HealthListen { get; init; }

    /// <summary>How long a monitor may be blind before <c>/healthz</c> answers 503.</summary>
    public TimeSpan BlindLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads the section.</summary>
    /// <param name="conf">The configuration; gets an error for a name that is no monitor's.</param>
    /// <param name="known">The monitors that there are.</param>
    internal static MonitorsOptions Read(Conf conf, IReadOnlyCollection<string> known)
    {
        var section = conf.Section("monitors");
        var options = new MonitorsOptions
        {
            Enabled = section.List(
                "enabled", [],
                $"The monitors that `masakari monitor` runs when the command line names none: {string.Join(", ", known)}. "
                + "Empty = the command line must name them."),
            HealthListen = section.Text(
                "health_listen", null,
                "Where /healthz is served: ADDRESS:PORT, or unix:PATH for a socket. Use a loopback address: there is no login. "
                + "Unset = nowhere.") is { Length: > 0 } listen ? listen : null,
            BlindLimit = section.Seconds(
                "blind_limit_seconds", 60, "How long a monitor may be unable to see what it watches before /healthz answers 503.", min: 0),
        };
        foreach (var name in options.Enabled.Except(known))
            section.Error("enabled", $"'{name}' is not one of {string.Join(", ", known)}");
        return options;
    }
}
