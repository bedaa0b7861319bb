using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.MassFailure;

/// <summary>
/// Nova's list of its nova-compute services, a second old at most: when many hosts fail at once, their decisions share one list.
/// </summary>
internal sealed class RegionLook(INova nova, TimeProvider clock, ILogger<RegionLook> logger) : IDisposable
{
    private static readonly TimeSpan StaysFresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim reading = new(1);
    private IReadOnlyList<ComputeService>? services;
    private long? readAt;

    /// <summary>The services; <see langword="null"/> = Nova could not be read.</summary>
    public async Task<IReadOnlyList<ComputeService>?> ReadAsync(CancellationToken ct)
    {
        var askedAt = clock.GetTimestamp();
        await reading.WaitAsync(ct);
        try
        {
            // Also what was asked for after the caller came: while Nova hangs, those who wait share one answer.
            if (readAt is { } at && (at > askedAt || clock.GetElapsedTime(at) < StaysFresh)) return services;
            var sentAt = clock.GetTimestamp();
            services = await TryReadAsync(ct);
            readAt = sentAt;
            return services;
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

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
