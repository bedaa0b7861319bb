namespace Masakari.Core.Persistence;

/// <summary>The options of the [database] section.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Where the database is.</summary>
    public required DatabaseUrl Url { get; init; }

    /// <summary>The session's sql_mode on MySQL; empty = the server's.</summary>
    public string SqlMode { get; init; } = "TRADITIONAL";

    /// <summary>The maximum age of a pooled connection.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The maximum number of connections (max_pool_size + max_overflow).</summary>
    public int MaxConnections { get; init; } = 55;

    /// <summary>The maximum wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The maximum wait for the answer to one statement.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The maximum wait for a row that another transaction has locked; then our transaction is rolled back and runs again.
    /// </summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a transaction runs again after a deadlock or a lost connection.</summary>
    public int MaxRetries { get; init; } = 20;

    /// <summary>The time after which no further attempt of a transaction begins.</summary>
    public TimeSpan MaxRetryTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The pause after a lost connection.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether that pause doubles with each attempt, up to <see cref="MaxRetryInterval"/>.</summary>
    public bool RetryIntervalDoubles { get; init; } = true;

    /// <summary>The maximum pause between two attempts.</summary>
    public TimeSpan MaxRetryInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the startup retries while the server cannot be reached; -1 = without limit.</summary>
    public int StartRetries { get; init; } = 10;

    /// <summary>The pause between two retries at startup.</summary>
    public TimeSpan StartRetryInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>SQLite: whether a commit waits for the disk.</summary>
    public bool SqliteSynchronous { get; init; } = true;

    /// <summary>
    /// The pause after the given attempt. After a deadlock it is short and random, so that two transactions do not collide again.
    /// </summary>
    internal TimeSpan BackOff(DatabaseFailure failure, int attempt)
    {
        var doubled = Math.Pow(2, Math.Min(attempt - 1, 16));
        var pause = failure == DatabaseFailure.Conflict
            ? TimeSpan.FromMilliseconds(20) * doubled * (0.5 + Random.Shared.NextDouble())
            : RetryInterval * (RetryIntervalDoubles ? doubled : 1);
        return pause < MaxRetryInterval ? pause : MaxRetryInterval;
    }
}
