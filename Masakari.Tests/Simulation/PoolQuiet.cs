using System.Diagnostics;

namespace Masakari.Tests.Simulation;

/// <summary>
/// Waits until the thread pool has nothing queued and nothing running. A queued item counts as pending until a thread that
/// counts as busy takes it, so there is no moment in which work is in neither number.
/// </summary>
internal static class PoolQuiet
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Pool threads that the test runner holds for its whole life; they are busy and yet do nothing.</summary>
    private static readonly Lazy<int> Residents = new(CountResidents);

    /// <summary>Counts the residents; to be called before a test starts work of its own, which would be taken for one.</summary>
    public static void Learn() => _ = Residents.Value;

    public static void Await()
    {
        var started = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        for (var quietLooks = 0; quietLooks < 2;)
        {
            quietLooks = IsQuiet() ? quietLooks + 1 : 0;
            spin.SpinOnce(sleep1Threshold: -1);
            if (quietLooks == 0 && Stopwatch.GetElapsedTime(started) > Patience)
                throw new InvalidOperationException(
                    $"The thread pool never fell quiet: {Busy()} threads busy, {ThreadPool.PendingWorkItemCount} items queued.");
        }
    }

    private static bool IsQuiet() =>
        ThreadPool.PendingWorkItemCount == 0 && Busy() <= Residents.Value && ThreadPool.PendingWorkItemCount == 0;

    private static int Busy()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return most - free;
    }

    private static int CountResidents()
    {
        var started = Stopwatch.GetTimestamp();
        var fewest = Busy();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(100))
        {
            Thread.Yield();
            fewest = Math.Min(fewest, Busy());
        }

        return fewest;
    }
}
