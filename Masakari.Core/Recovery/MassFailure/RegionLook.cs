using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.MassFailure;

/// <summary>
/// Nova's list of its nova-compute services, a second old at most: when many hosts fail at once, their decisions share one list.
/// </summary>
internal sealed class RegionLook : IDisposable
{
    private static readonly TimeSpan StaysFresh = TimeSpan.FromSeconds(1);

    private readonly INova nova;
    private readonly ILogger<RegionLook> logger;
    private readonly SharedRead<IReadOnlyList<ComputeService>?> services;

    public RegionLook(INova nova, TimeProvider clock, ILogger<RegionLook> logger)
    {
        (this.nova, this.logger) = (nova, logger);
        services = new(TryReadAsync, StaysFresh, clock);
    }

    /// <summary>The services; <see langword="null"/> = Nova could not be read.</summary>
    public Task<IReadOnlyList<ComputeService>?> ReadAsync(CancellationToken ct) => services.ReadAsync(ct);

    public void Dispose() => services.Dispose();

    private async Task<IReadOnlyList<ComputeService>?> TryReadAsync(CancellationToken ct)
    {
        try
        {
            return (await nova.ListServicesAsync(ct)).Value;
        }
        catch (OpenStackException e)
        {
            logger.ServicesNotRead(e.Message);
            return null;
        }
    }
}
