namespace Masakari.Core.Persistence;

/// <summary>The kinds of database failures that need different reactions.</summary>
internal enum DatabaseFailure
{
    /// <summary>A bug, a wrong password, a full disk: a repetition fails in the same way.</summary>
    Other,

    /// <summary>A unique key forbids the row.</summary>
    DuplicateKey,

    /// <summary>Deadlock or lock wait time-out: the transaction was rolled back (or must be) and may run again.</summary>
    Conflict,

    /// <summary>No connection, a broken connection, or no answer in time.</summary>
    Lost,

    /// <summary>The server takes no writes, as after a switchover: a new connection through the proxy reaches the one that does.</summary>
    ReadOnly,

    /// <summary>The table, column or index exists already.</summary>
    AlreadyThere,
}
