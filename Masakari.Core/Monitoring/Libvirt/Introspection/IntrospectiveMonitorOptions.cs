using System.Text.RegularExpressions;
using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Libvirt.Introspection;

/// <summary>How guest agents are pinged, from <c>[introspectiveinstancemonitor]</c>.</summary>
internal sealed record IntrospectiveMonitorOptions
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>From the beginning of one round of pings to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an agent has for its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many misses make a guest suspect; see <see cref="Journal.Next"/>.</summary>
    public int Threshold { get; init; } = 3;

    /// <summary>Which sockets belong to agents; <see langword="null"/> = the channel is found by its name.</summary>
    public Regex? SocketPath { get; init; }

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/> and <see cref="Conf.Warnings"/>.</summary>
    public static IntrospectiveMonitorOptions Read(Conf conf)
    {
        var section = conf.Section("introspectiveinstancemonitor");
        return new()
        {
            Interval = section.Seconds("guest_monitoring_interval", 10, "Seconds from one round of pings to the next.", min: 1),
            Timeout = section.Seconds("guest_monitoring_timeout", 2, "Seconds that a guest agent has for its answer.", min: 1, max: 60),
            Threshold = section.Int(
                "guest_monitoring_failure_threshold", 3,
                "A guest whose agent answered before is reported at ping number threshold + 2 without an answer: at the fifth one with 3.",
                min: 0, max: 1000),
            SocketPath = Pattern(section),
        };
    }

    private static Regex? Pattern(ConfSection section)
    {
        const string Option = "qemu_guest_agent_sock_path";
        var text = section.Text(
            Option, null,
            "A regular expression for the socket of the agent's channel, from the beginning of the path. Without it, the channel is found "
            + "by its name, org.qemu.guest_agent.0.");
        if (string.IsNullOrEmpty(text)) return null;
        if (text is ['r', '\'' or '"', .., '\'' or '"'] && text[1] == text[^1] && text.Length > 3)
        {
            text = text[2..^1];
            section.Warn(Option, $"the value is a regular expression, not Python code; it is read as {text}");
        }
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant, MatchLimit);
        }
        catch (ArgumentException e)
        {
            section.Error(Option, $"not a regular expression: {e.Message}");
            return null;
        }
    }
}
