using System.Data.Common;

namespace Masakari.Core.Persistence;

/// <summary>The database cannot be reached, or does not answer within the limits.</summary>
public sealed class DatabaseUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// The connection was lost during a commit: the transaction is committed or rolled back. It was not repeated.
/// The caller must read the rows before it continues.
/// </summary>
public sealed class CommitUnknownException(Exception inner)
    : Exception("The connection was lost while a transaction was being committed: it may have been stored or not.", inner);

/// <summary>The tables do not have the schema that this version needs.</summary>
public sealed class SchemaException(string message) : Exception(message);

/// <summary>A database URL that cannot be used. The message never contains the password.</summary>
public sealed class DatabaseUrlException(string message) : Exception(message);

/// <summary>A connection with TLS cannot be opened; the message names the certificate or the file that is the reason.</summary>
internal sealed class TlsException(string message, Exception inner) : DbException(message, inner);
