using Masakari.Core.Configuration;

namespace Masakari.Core.Events;

/// <summary>Where events go.</summary>
public sealed record EventOptions
{
    private const string Drivers = "Where events about segments, hosts and notifications go: log, or noop for nowhere. Unset = nowhere.";

    /// <summary>Whether each event is written to the log as one line.</summary>
    public bool ToLog { get; init; }

    /// <summary>The name of this machine in events.</summary>
    public required string Host { get; init; }

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/> and <see cref="Conf.Warnings"/>.</summary>
    public static EventOptions Read(Conf conf)
    {
        var section = conf.Section("oslo_messaging_notifications");
        var drivers = section.Multi("driver", [], Drivers);
        if (drivers.Intersect(["messaging", "messagingv2", "routing"]).ToList() is { Count: > 0 } buses)
            section.Warn("driver", $"{string.Join(", ", buses)}: this service has no message bus; events can go to the log only");
        foreach (var unknown in drivers.Except(["messaging", "messagingv2", "routing", "log", "noop", "test", ""]))
            section.Error("driver", $"'{unknown}' is not a known driver; use log or noop");
        return new EventOptions
        {
            ToLog = drivers.Contains("log"),
            Host = conf.Default.HostAddress(
                "host", null, "The name of this machine in events. Unset = the host name of the machine.") ?? Environment.MachineName,
        };
    }
}
