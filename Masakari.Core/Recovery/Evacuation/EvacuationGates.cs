using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evacuation;

/// <summary>Opens a gate for each recovery, and holds all of them under one limit for this process.</summary>
internal sealed class EvacuationGates(INova nova, RecoveryOptions options, ILogger<EvacuationGates> logger) : IDisposable
{
    private readonly SemaphoreSlim overall = new(options.MaxInFlight, options.MaxInFlight);

    /// <summary>A gate for the evacuation of a host: fixed by the operator's number of threads, else by the destinations that could take instances.</summary>
    public async Task<EvacuationGate> OpenAsync(string failedHost, CancellationToken ct)
    {
        if (options.Threads is { } threads) return EvacuationGate.Fixed(threads);
        var services = await nova.ListServicesAsync(ct);
        var usable = services.Count(service => service is { Enabled: true, Up: true, ForcedDown: false } && service.Host != failedHost);
        var gate = EvacuationGate.Adaptive(usable, options.MaxInFlightPerDestination, options.MaxInFlight);
        logger.GateOpened(failedHost, gate.Limit, usable);
        return gate;
    }

    /// <summary>Runs one move through the recovery's gate, which has been entered, and the common limit.</summary>
    public async Task<MoveEnd> PassAsync(EvacuationGate gate, Func<Task<MoveEnd>> move, CancellationToken ct)
    {
        var clean = false;
        try
        {
            if (options.Threads is null) await overall.WaitAsync(ct);
            try
            {
                var end = await move();
                clean = end is { WasSlowedDown: false, Status: not VMoves.VMoveStatus.Failed };
                return end;
            }
            finally
            {
                if (options.Threads is null) overall.Release();
            }
        }
        finally
        {
            gate.Leave(clean);
        }
    }

    public void Dispose() => overall.Dispose();
}
