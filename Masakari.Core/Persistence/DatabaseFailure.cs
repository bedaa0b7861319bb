namespace Masakari.Core.Persistence;

/// <summary>What went wrong in the database, as far as a caller can act on it.</summary>
internal enum DatabaseFailure
{
    /// <summary>A bug, a wrong password, a full disk: again gives the same.</summary>
    Other,

    /// <summary>A unique key forbids the row.</summary>
    DuplicateKey,

    /// <summary>Deadlock or lock wait: the transaction was rolled back (or must be) and may run again.</summary>
    Conflict,

    /// <summary>No connection, or none any more, or no answer in time.</summary>
    Lost,

    /// <summary>The table, column or index is there already.</summary>
    AlreadyThere,
}
