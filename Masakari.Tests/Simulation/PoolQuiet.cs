using System.Diagnostics;

namespace Masakari.Tests.Simulation;

/// <summary>
/// Waits until the thread pool has no queued and no running work item. A queued item counts as pending until a thread that
/// counts as busy takes it, so every item is in one of the two numbers at every moment.
/// </summary>
internal static class PoolQuiet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LearningTime = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Pool threads that the test runner keeps for its whole life: they count as busy but do no work. Measured as the lowest number
    /// of busy threads ever seen.
    /// </summary>
    private static int residents = int.MaxValue;

    private static int lessons;

    /// <summary>
    /// Samples long enough to tell these threads from passing work. Called twice: before a test starts its own work, and when
    /// the test has left its thread to wait for the first run.
    /// </summary>
    public static void Learn()
    {
        if (Interlocked.Increment(ref lessons) > 2) return;
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < LearningTime;)
        {
            Thread.Yield();
            Busy();
        }
    }

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
        ThreadPool.PendingWorkItemCount == 0 && Busy() <= Volatile.Read(ref residents) && ThreadPool.PendingWorkItemCount == 0;

    private static int Busy()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        var busy = most - free;
        if (busy < Volatile.Read(ref residents)) Volatile.Write(ref residents, busy);
        return busy;
    }
}
