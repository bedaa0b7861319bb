using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Operator;

/// <summary>
/// The operator's orders as this process knows them, half a second old at most: however many instances ask, the database is asked
/// twice a second, with one statement. During a pause nothing in Nova is changed: whoever wants to change something waits here. Everything
/// else goes on: claims and their renewal, looks at Nova, and evacuations that Nova has accepted are followed to their end.
/// </summary>
internal sealed class OperatorOrders(EngineControl control, TimeProvider clock, ILogger<OperatorOrders> logger) : IDisposable
{
    private static readonly TimeSpan StaysFresh = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim reading = new(1);
    private readonly Lock reminding = new();
    private EngineOrders orders = EngineOrders.None;
    private long? readAt;
    private long? remindedAt;

    /// <summary>Waits for the end of a pause, or for an abort of the notification.</summary>
    /// <param name="notification">Whose change is to be made.</param>
    /// <param name="showLife">Called while it waits: who obeys a pause is not stuck.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Clearance> WaitAsync(Guid notification, Action showLife, CancellationToken ct)
    {
        for (var clearance = Clearance.AtOnce; ; clearance = Clearance.AfterPause)
        {
            var now = await LookAsync(ct);
            if (now.AbortOf(notification) is { } order) return Clearance.Aborted(order);
            if (now.Pause is not { } pause) return clearance;
            Remind(pause);
            showLife();
            await Task.Delay(StaysFresh, clock, ct);
        }
    }

    /// <summary>The order to end the notification, as a sentence; <see langword="null"/> = there is none.</summary>
    public async Task<string?> AbortOfAsync(Guid notification, CancellationToken ct) => (await LookAsync(ct)).AbortOf(notification);

    /// <summary>The orders that hold; those that are new are logged.</summary>
    public async Task<EngineOrders> LookAsync(CancellationToken ct)
    {
        await reading.WaitAsync(ct);
        try
        {
            if (readAt is { } at && clock.GetElapsedTime(at) < StaysFresh) return orders;
            var sentAt = clock.GetTimestamp();
            var read = await control.ReadAsync(ct);
            LogChanges(orders, read);
            (orders, readAt) = (read, sentAt);
            return read;
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

    private void LogChanges(EngineOrders before, EngineOrders now)
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
