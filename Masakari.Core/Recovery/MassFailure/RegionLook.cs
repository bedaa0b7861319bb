using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.MassFailure;

/// <summary>
/// Nova's list of its nova-compute services, a second old at most: when many hosts fail at once, their decisions share one list.
/// </summary>
internal sealed class RegionLook(SharedServices services, ILogger<RegionLook> logger)
{
    private static readonly TimeSpan StaysFresh = TimeSpan.FromSeconds(1);

    private OpenStackException? logged;

    /// <summary>The services; <see langword="null"/> = Nova could not be read.</summary>
    public async Task<Reading<IReadOnlyList<ComputeService>>?> ReadAsync(CancellationToken ct)
    {
        try
        {
            return (await services.ReadAsync(StaysFresh, ct)).Value;
        }
        catch (OpenStackException e)
        {
            if (Interlocked.Exchange(ref logged, e) != e) logger.ServicesNotRead(e.Message);   // those who share a failure log it once
            return null;
        }
    }
}
