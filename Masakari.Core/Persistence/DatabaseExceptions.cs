namespace Masakari.Core.Persistence;

/// <summary>The database could not be reached, or gave no answer within the limits.</summary>
public sealed class DatabaseUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// The connection was lost while the answer to a commit was awaited: the transaction is done or not done. It was not repeated;
/// whoever wants to go on looks at the rows first.
/// </summary>
public sealed class CommitUnknownException(Exception inner)
    : Exception("The connection was lost while a transaction was being committed: it may have been stored or not.", inner);

/// <summary>The tables are not those that this version needs.</summary>
public sealed class SchemaException(string message) : Exception(message);

/// <summary>A database URL that cannot be used. The message never contains the password.</summary>
public sealed class DatabaseUrlException(string message) : Exception(message);
