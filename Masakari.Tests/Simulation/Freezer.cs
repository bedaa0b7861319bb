namespace Masakari.Tests.Simulation;

/// <summary>
/// Stops a process as SIGSTOP does. A process under the fake clock only ever waits for timers and for answers of the cloud, so holding
/// back both stops it; its monotonic clock goes on, as the real one does.
/// </summary>
internal sealed class Freezer
{
    private readonly Lock gate = new();
    private readonly List<Action> held = [];
    private TaskCompletionSource? thaw;

    public void Freeze()
    {
        lock (gate)
            thaw ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Thaw()
    {
        List<Action> missed;
        lock (gate)
        {
            missed = [.. held];
            held.Clear();
            thaw?.SetResult();
            thaw = null;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static callbacks => callbacks.ForEach(callback => callback()), missed, preferLocal: false);
    }

    /// <summary>Waits while the process is frozen.</summary>
    public Task PassAsync()
    {
        lock (gate)
            return thaw?.Task ?? Task.CompletedTask;
    }

    /// <summary>Runs it at once, or when the process is thawed.</summary>
    public void Run(Action callback)
    {
        lock (gate)
        {
            if (thaw is not null)
            {
                held.Add(callback);
                return;
            }
        }
        callback();
    }
}
