using System.Net;
using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring;

/// <summary>[monitors]: which monitors run, and what tells others how they are.</summary>
public sealed record MonitorsOptions
{
    private const string Unix = "unix:";

    /// <summary>The monitors that run when the command line names none.</summary>
    public IReadOnlyList<string> Enabled { get; init; } = [];

    /// <summary>Where <c>/healthz</c> is served: <c>address:port</c>, or <c>unix:</c> and a path; <see langword="null"/> = nowhere.</summary>
    public string? HealthListen { get; init; }

    /// <summary>The path in <see cref="HealthListen"/>; <see langword="null"/> = it is not a socket of the file system.</summary>
    public string? HealthSocket => HealthListen is { } listen && listen.StartsWith(Unix, StringComparison.Ordinal)
        && Path.IsPathFullyQualified(listen[Unix.Length..]) ? listen[Unix.Length..] : null;

    /// <summary>The address in <see cref="HealthListen"/>; <see langword="null"/> = it is none. Port 0 = any free one.</summary>
    public IPEndPoint? HealthAddress =>
        IPEndPoint.TryParse(HealthListen ?? "", out var address) && HealthListen!.EndsWith($":{address.Port}", StringComparison.Ordinal)
            ? address : null;

    /// <summary>How long a monitor may be blind before <c>/healthz</c> answers 503.</summary>
    public TimeSpan BlindLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads the section. What is wrong is kept in <see cref="Conf.Errors"/>.</summary>
    public static MonitorsOptions Read(Conf conf)
    {
        var (section, known) = (conf.Section("monitors"), MonitorNames.All);
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
        if (options.HealthListen is not null && options.HealthSocket is null && options.HealthAddress is null)
            section.Error("health_listen", "is neither ADDRESS:PORT, such as 127.0.0.1:15869, nor unix: and an absolute path");
        foreach (var name in options.Enabled.Except(known))
            section.Error("enabled", $"'{name}' is not one of {string.Join(", ", known)}");
        return options;
    }
}
