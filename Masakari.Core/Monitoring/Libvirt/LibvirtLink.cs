using Masakari.Core.Monitoring.Libvirt.Interop;
using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Libvirt;

/// <summary>
/// Keeps a monitor connected to libvirt: it connects again for ever, with pauses that grow, and says since when the monitor is blind.
/// </summary>
/// <param name="libvirt">Opens connections.</param>
/// <param name="monitor">The monitor's name in the log.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="logger">Hears of each change.</param>
internal sealed class LibvirtLink(ILibvirt libvirt, string monitor, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>The loop beats each second; a busy machine may leave it out for a while.</summary>
    private static readonly TimeSpan LoopLimit = TimeSpan.FromSeconds(20);

    private volatile MonitorHealth health = MonitorHealth.Blind(clock.GetUtcNow(), "libvirt is not connected yet");
    private volatile ILibvirtConnection? current;
    private TimeSpan pause = FirstPause;
    private (long Pulses, long Since) beat;

    /// <summary>Whether the monitor sees its guests.</summary>
    public MonitorHealth Health => health;

    /// <summary>The open connection; <see langword="null"/> = there is none at present.</summary>
    public ILibvirtConnection? Current => current;

    /// <summary>Connects and watches, again and again until <paramref name="ct"/>.</summary>
    /// <param name="events">The events that the watcher wants.</param>
    /// <param name="readOnly">Whether it only looks.</param>
    /// <param name="watchAsync">
    /// Uses the connection until it breaks. It calls <see cref="Sees"/> whenever it has looked at the guests.
    /// </param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync(
        IReadOnlyCollection<GuestEventId> events, bool readOnly, Func<ILibvirtConnection, CancellationToken, Task> watchAsync,
        CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await using var connection = await libvirt.OpenAsync(events, readOnly, ct);
                beat = (libvirt.Pulses, clock.GetTimestamp());
                current = connection;
                await watchAsync(connection, ct);
            }
            catch (Exception e) when (e is LibvirtException or TimeoutException)
            {
                IsBlind(e.Message);
            }
            finally
            {
                current = null;
            }
            await Task.Delay(pause, clock, ct);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>The monitor has just looked at its guests through the connection.</summary>
    public void Sees()
    {
        if (LoopStandsStill())
        {
            IsBlind("the event loop of libvirt's library stands still in this process: restart the monitor");
            return;
        }
        if (health.BlindSince is { } since)
            logger.LibvirtConnected(monitor, (clock.GetUtcNow() - since).TotalSeconds);
        (health, pause) = (MonitorHealth.Sees, FirstPause);
    }

    /// <summary>Waits for an event.</summary>
    /// <returns><see langword="false"/> = none came in this time.</returns>
    /// <exception cref="LibvirtException">The connection is over, and all its events were read.</exception>
    public async Task<bool> WaitAsync(ILibvirtConnection connection, TimeSpan atMost, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return await connection.Events.WaitToReadAsync(either.Token) ? true : throw new LibvirtException("the connection is over");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private bool LoopStandsStill()
    {
        var pulses = libvirt.Pulses;
        if (pulses != beat.Pulses) beat = (pulses, clock.GetTimestamp());
        return clock.GetElapsedTime(beat.Since) > LoopLimit;
    }

    private void IsBlind(string reason)
    {
        if (health.Reason != reason) logger.LibvirtLost(monitor, reason);
        health = health.StillBlind(clock.GetUtcNow(), reason);
    }
}
