using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.Fencing;

/// <summary>How a failed host is made sure to be off.</summary>
internal sealed record FencingOptions
{
    /// <summary><c>fence_command</c>; <see langword="null"/> = there is none.</summary>
    public FenceCommand? Command { get; init; }

    /// <summary><c>fence_timeout_seconds</c>: then the command is killed.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    internal static FencingOptions Read(Conf conf)
    {
        var section = conf.Section("host_failure");
        return new()
        {
            Command = FenceCommand.Read(section),
            TimeLimit = section.Seconds(
                "fence_timeout_seconds", 60, "The time limit of fence_command. Then the command is killed with all its children.",
                min: 1, max: 3600),
        };
    }
}
