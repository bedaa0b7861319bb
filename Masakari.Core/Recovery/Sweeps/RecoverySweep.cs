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

    private readonly SweepLookout lookout;
    private readonly ISweepPart[] parts;
    private readonly SweepOptions options;
    private readonly Pulses pulses;
    private readonly ILogger<RecoverySweep> logger;
    private Pulse? pulse;

    internal RecoverySweep(
        SweepLookout lookout, IEnumerable<ISweepPart> parts, SweepOptions options, Pulses pulses, ILogger<RecoverySweep> logger) =>
        (this.lookout, this.parts, this.options, this.pulses, this.logger) = (lookout, [.. parts], options, pulses, logger);

    /// <summary>From now on the rounds must come, until the result is disposed of; else the process counts as stuck.</summary>
    internal IDisposable ExpectRounds() => pulse = pulses.Start("the sweep", options.Interval * 3 + Patience);

    /// <summary>One round. A part that fails is logged and does not keep the others from their turn.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        var look = SweepLook.Unknown;
        await TryAsync("the look for work", async () => look = await lookout.LookAsync(ct), ct);
        foreach (var part in parts.Where(part => part.HasWork(look))) await TryAsync(part.Name, () => part.RunAsync(ShowLife, ct), ct);
    }

    private async Task TryAsync(string part, Func<Task> run, CancellationToken ct)
    {
        try
        {
            await run();
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            logger.SweepFailed(e, part);
        }
        ShowLife();   // failed or not: a database that is away does not make the sweep stuck
    }

    private void ShowLife() => pulse?.Beat();
}
