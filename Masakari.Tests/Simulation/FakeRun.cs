using Masakari.Core.Commands;

namespace Masakari.Tests.Simulation;

/// <summary>One run of a command.</summary>
internal sealed class FakeRun(CommandCall call, DateTimeOffset startedAt)
{
    public CommandCall Call { get; } = call;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Null while it runs, or when it was killed by its caller.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public bool WasKilled { get; set; }
}
