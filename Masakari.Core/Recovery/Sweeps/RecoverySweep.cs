using Masakari.Core.Recovery.Liveness;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// What the timer does every few seconds and at startup. For recoveries it only rings the bell; the workers work.
/// </summary>
public sealed class RecoverySweep
{
    /// <summary>Ample time for one part of a round while the database does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ISweepPart[] parts;
    private readonly SweepOptions options;
    private readonly Pulses pulses;
    private readonly ILogger<RecoverySweep> logger;
    private Pulse? pulse;

    internal RecoverySweep(IEnumerable<ISweepPart> parts, SweepOptions options, Pulses pulses, ILogger<RecoverySweep> logger) =>
        (this.parts, this.options, this.pulses, this.logger) = ([.. parts], options, pulses, logger);

    /// <summary>From now on the rounds must come, until the result is disposed of; else the process counts as stuck.</summary>
    internal IDisposable ExpectRounds() => pulse = pulses.Start("the sweep", options.Interval * 3 + Patience);

    /// <summary>One round. A part that fails is logged and does not keep the others from their turn.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        foreach (var part in parts)
        {
            try
            {
                await part.RunAsync(ShowLife, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                logger.SweepFailed(e, part.Name);
            }
            ShowLife();   // failed or not: a database that is away does not make the sweep stuck
        }
    }

    private void ShowLife() => pulse?.Beat();
}
