using Masakari.Core.Configuration;

namespace Masakari.Core.Events;

/// <summary>Who is told of what the service does.</summary>
public sealed record EventOptions
{
    private const string Drivers = "Who is told when segments, hosts and notifications change and are worked on: log, or noop for nobody. Unset = nobody.";

    /// <summary>Whether each event becomes a line of the log.</summary>
    public bool ToLog { get; init; }

    /// <summary>The name of this machine in events.</summary>
    public required string Host { get; init; }

    internal static EventOptions Read(Conf conf)
    {
        var section = conf.Section("oslo_messaging_notifications");
        var drivers = section.Multi("driver", [], Drivers);
        if (drivers.Intersect(["messaging", "messagingv2", "routing"]).ToList() is { Count: > 0 } buses)
            section.Warn("driver", $"{string.Join(", ", buses)}: there is no message bus here, events can go to the log only");
        foreach (var unknown in drivers.Except(["messaging", "messagingv2", "routing", "log", "noop", "test", ""]))
            section.Error("driver", $"'{unknown}' is not a driver; there are log and noop");
        return new EventOptions
        {
            ToLog = drivers.Contains("log"),
            Host = conf.Default.HostAddress("host", null, "The name of this machine in events; unset = its own.") ?? Environment.MachineName,
        };
    }
}
