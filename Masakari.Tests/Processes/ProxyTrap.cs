namespace Masakari.Tests.Processes;

/// <summary>What a <see cref="MariaDbProxy"/> does to one transaction. It catches once.</summary>
internal sealed class ProxyTrap(string statement, bool losesCommit)
{
    private readonly TaskCompletionSource caught = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int taken;

    /// <summary>The statement's answer is held back now, or the COMMIT's answer is lost.</summary>
    public Task Caught => caught.Task;

    public Task Released => released.Task;

    public bool LosesCommit => losesCommit;

    public void Release() => released.TrySetResult();

    public void Catch() => caught.TrySetResult();

    public bool Wants(string sql) => sql.Contains(statement, StringComparison.Ordinal);

    /// <summary>True for the first that asks.</summary>
    public bool TryTake() => Interlocked.Exchange(ref taken, 1) == 0;
}
