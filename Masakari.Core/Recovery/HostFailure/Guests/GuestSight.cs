using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>What one look at a host that is back shows of a guest.</summary>
/// <param name="Server">The instance, which Nova shows on the host.</param>
/// <param name="IsEvacuated">An evacuation away from the host has not failed: another host may build it, or has built it.</param>
/// <param name="StartedFor">How long ago a start was sent; <see langword="null"/> = none was.</param>
internal sealed record GuestSight(Server Server, bool IsEvacuated, TimeSpan? StartedFor);
