using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// The operator's orders as this process knows them, half a second old at most: however many instances ask, the database is asked
/// twice a second. While there is a pause nothing in Nova is changed: whoever wants to change something waits here, everything
/// else goes on (claims and their renewal, looks at Nova, evacuations that Nova has accepted are followed to their end).
/// </summary>
internal sealed class OperatorHand(EngineControl control, TimeProvider clock, ILogger<OperatorHand> logger) : IDisposable
{
    private static readonly TimeSpan StaysFresh = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim reading = new(1);
    private readonly Lock reminding = new();
    private EngineOrders orders = EngineOrders.None;
    private long? readAt;
    private long? remindedAt;

    /// <summary>Lets a change in Nova for the notification through, at once or at the end of the pause.</summary>
    /// <returns><see langword="false"/> when it had to wait: what the caller knows of Nova is old.</returns>
    /// <exception cref="AbortedException">The notification is to end.</exception>
    /// <param name="notification">Whose change it is.</param>
    /// <param name="showLife">Called while it waits: who obeys a pause is not stuck.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<bool> WaitAsync(Guid notification, Action showLife, CancellationToken ct)
    {
        for (var atOnce = true; ; atOnce = false)
        {
            await MustNotBeAbortedAsync(notification, ct);
            if (await PauseAsync(ct) is not { } pause) return atOnce;
            Remind(pause);
            showLife();
            await Task.Delay(StaysFresh, clock, ct);
        }
    }

    /// <exception cref="AbortedException">The notification is to end.</exception>
    public async Task MustNotBeAbortedAsync(Guid notification, CancellationToken ct)
    {
        if ((await LookAsync(ct)).Aborts.TryGetValue(notification, out var order)) throw new AbortedException(order);
    }

    /// <summary>Who paused the engines and why, as one text; null = they may act.</summary>
    public async Task<string?> PauseAsync(CancellationToken ct) => (await LookAsync(ct)).Pause;

    /// <summary>The orders that hold; those that are new are logged.</summary>
    public async Task<EngineOrders> LookAsync(CancellationToken ct)
    {
        await reading.WaitAsync(ct);
        try
        {
            if (readAt is { } at && clock.GetElapsedTime(at) < StaysFresh) return orders;
            var sentAt = clock.GetTimestamp();
            var read = await control.ReadAsync(ct);
            Tell(orders, read);
            (orders, readAt) = (read, sentAt);
            return read;
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

    private void Tell(EngineOrders before, EngineOrders now)
    {
        if (now.Pause is not null && now.Pause != before.Pause) logger.Paused(now.Pause);
        if (now.Pause is null && before.Pause is not null)
            logger.Resumed(now.ResumedBy is { } by ? $"resumed by {by}" : "its time has passed");
        foreach (var (notification, order) in now.Aborts.Except(before.Aborts)) logger.AbortOrdered(notification, order);
    }

    /// <summary>A pause must not be forgotten while work waits for its end.</summary>
    private void Remind(string pause)
    {
        lock (reminding)
        {
            if (remindedAt is { } at && clock.GetElapsedTime(at) < Reminder) return;
            remindedAt = clock.GetTimestamp();
        }
        logger.WorkWaits(pause);
    }
}
