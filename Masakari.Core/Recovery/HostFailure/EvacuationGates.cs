using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Opens a gate for each recovery, and holds all of them under one limit for this process and under that of the destinations.
/// </summary>
internal sealed class EvacuationGates(
    SharedServices shared, EvacuationShares shares, EvacuationOptions options, WaitOptions waits, TimeProvider clock, ILogger<EvacuationGates> logger) : IDisposable
{
    private readonly SemaphoreSlim overall = new(options.MaxInFlight, options.MaxInFlight);

    /// <summary>
    /// A gate for the evacuation of a host: fixed by the operator's number of threads, else by the destinations that could take instances.
    /// </summary>
    /// <param name="failedHost">The host.</param>
    /// <param name="target">The only destination; <see langword="null"/> = all others.</param>
    /// <param name="moves">How many instances are to be moved.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<EvacuationGate> OpenAsync(string failedHost, string? target, int moves, CancellationToken ct)
    {
        if (options.Threads is { } threads) return EvacuationGate.Fixed(threads);
        var services = (await shared.ReadAsync(waits.VerifyInterval, ct)).Value.Value;
        var usable = services.Count(service => service is { Enabled: true, Up: true, ForcedDown: false } && service.Host != failedHost
            && (target is null || service.Host == target));
        var gate = EvacuationGate.Adaptive(usable, options.MaxInFlightPerDestination, options.MaxInFlight, waits.VerifyInterval * 2, moves);
        if (usable > 0) logger.GateOpened(failedHost, gate.Limit, usable);
        return gate;
    }

    /// <summary>
    /// Keeps the gate within the recovery's share of what the destinations may take, until the result is disposed. A number that the
    /// operator set is not shared, nor is a spare: one recovery has it.
    /// </summary>
    public async Task<IAsyncDisposable?> ShareAsync(ClaimSet claim, EvacuationGate gate, string? target, CancellationToken ct) =>
        gate.Most is null || target is not null ? null : await shares.BeginAsync(claim, gate, ct);

    /// <summary>Waits after an evacuate call, when the operator wants a pause between two of them.</summary>
    public Task StaggerAsync(CancellationToken ct) =>
        options.StartStagger > TimeSpan.Zero ? Task.Delay(options.StartStagger, clock, ct) : Task.CompletedTask;

    /// <summary>A place in the recovery's gate and under the common limit.</summary>
    public async Task<EvacuationSlot> EnterAsync(EvacuationGate gate, CancellationToken ct)
    {
        await gate.EnterAsync(ct);
        if (options.Threads is not null) return new EvacuationSlot(gate, null, clock);
        try
        {
            await overall.WaitAsync(ct);
            return new EvacuationSlot(gate, overall, clock);
        }
        catch (OperationCanceledException)
        {
            gate.Leave();
            throw;
        }
    }

    public void Dispose() => overall.Dispose();
}
