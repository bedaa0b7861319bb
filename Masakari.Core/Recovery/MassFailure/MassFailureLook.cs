using Masakari.Core.Hosts;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.MassFailure;

/// <summary>What was read for one decision of <see cref="MassFailureBrake"/> before it is made.</summary>
/// <param name="Notification">The recovery.</param>
/// <param name="Host">The reported host.</param>
/// <param name="Services">Nova's nova-compute services; <see langword="null"/> = Nova could not be read.</param>
/// <param name="Hosts">All registered hosts.</param>
internal sealed record MassFailureLook(
    Guid Notification, ComputeHost Host, IReadOnlyList<ComputeService>? Services, IReadOnlyList<MassFailureLook.Registered> Hosts)
{
    /// <summary>Whether Nova could be read. If not, a host that nobody has reported does not count.</summary>
    public bool KnowsNova => Services is not null;

    /// <summary>A registered host: a row of the table <c>hosts</c>.</summary>
    internal sealed record Registered
    {
        public string Uuid { get; init; } = "";
        public string Name { get; init; } = "";
        public string Segment { get; init; } = "";
    }
}
