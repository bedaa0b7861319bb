namespace Masakari.Core.Persistence;

/// <summary>The database URL of [database] connection, taken apart.</summary>
public sealed record DatabaseUrl
{
    /// <summary>Whether it is SQLite; otherwise MySQL or MariaDB.</summary>
    public bool IsSqlite { get; init; }

    /// <summary>The MySQL account.</summary>
    public string User { get; init; } = "";

    /// <summary>The account's password. Never logged: <see cref="ToString"/> leaves it out.</summary>
    public string Password { get; init; } = "";

    /// <summary>Name or address of the server.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 3306;

    /// <summary>The path of the server's socket, used instead of host and port, or <see langword="null"/>.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>The database on the server; for SQLite the file, empty = in memory.</summary>
    public string Database { get; init; } = "";

    /// <summary>The required encryption of the connection.</summary>
    public TlsDemand Tls { get; init; }

    /// <summary>A file with the trusted certificate authorities, or <see langword="null"/>.</summary>
    public string? TlsCa { get; init; }

    /// <summary>The client certificate, or <see langword="null"/>.</summary>
    public string? TlsCert { get; init; }

    /// <summary>The client certificate's key, or <see langword="null"/>.</summary>
    public string? TlsKey { get; init; }

    /// <summary>The maximum wait for a connection, or <see langword="null"/> when the URL does not set it.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>The maximum wait for an answer (the longer of read_timeout and write_timeout), or <see langword="null"/>.</summary>
    public TimeSpan? StatementTimeout { get; init; }

    /// <summary>The session's sql_mode, or <see langword="null"/>: the option mysql_sql_mode applies.</summary>
    public string? SqlMode { get; init; }

    /// <summary>A statement to run on each new connection, or <see langword="null"/>.</summary>
    public string? InitCommand { get; init; }

    /// <summary>Warnings about the URL for the operator; one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Reads a URL.</summary>
    /// <param name="url"><c>dialect[+driver]://[user[:password]@][host][:port][/database][?name=value…]</c></param>
    /// <param name="moreParameters">[database] connection_parameters: further <c>name=value</c> pairs.</param>
    /// <exception cref="DatabaseUrlException">The URL cannot be used; the message says why, without the password.</exception>
    public static DatabaseUrl Parse(string url, string moreParameters = "") => new DatabaseUrlReader(url, moreParameters).Read();

    /// <summary>The database's address without account and password.</summary>
    public override string ToString() => IsSqlite
        ? $"sqlite:///{Database}"
        : $"mysql://{UnixSocket ?? $"{Host}:{Port}"}/{Database}";
}
