namespace Masakari.Core.Persistence;

/// <summary>Where the database is, as [database] connection says it (config.md 9).</summary>
public sealed record DatabaseUrl
{
    /// <summary>SQLite, else MySQL or MariaDB.</summary>
    public bool IsSqlite { get; init; }

    /// <summary>The MySQL account.</summary>
    public string User { get; init; } = "";

    /// <summary>Its password. Never logged: <see cref="ToString"/> leaves it out.</summary>
    public string Password { get; init; } = "";

    /// <summary>Name or address of the server.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 3306;

    /// <summary>The path of the server's socket, used instead of host and port, or <see langword="null"/>.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>The database on the server; for SQLite the file, empty = in memory.</summary>
    public string Database { get; init; } = "";

    /// <summary>What is demanded of the encryption.</summary>
    public TlsDemand Tls { get; init; }

    /// <summary>A file with the authorities to trust, or <see langword="null"/>.</summary>
    public string? TlsCa { get; init; }

    /// <summary>Our certificate, or <see langword="null"/>.</summary>
    public string? TlsCert { get; init; }

    /// <summary>Its key, or <see langword="null"/>.</summary>
    public string? TlsKey { get; init; }

    /// <summary>The longest wait for a connection, or <see langword="null"/> when the URL does not say.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>The longest wait for an answer (the longer of read_timeout and write_timeout), or <see langword="null"/>.</summary>
    public TimeSpan? StatementTimeout { get; init; }

    /// <summary>The session's sql_mode, or <see langword="null"/>: the option's.</summary>
    public string? SqlMode { get; init; }

    /// <summary>A statement to run on each new connection, or <see langword="null"/>.</summary>
    public string? InitCommand { get; init; }

    /// <summary>What an operator should know about the URL; one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Reads a URL.</summary>
    /// <param name="url"><c>dialect[+driver]://[user[:password]@][host][:port][/database][?name=value…]</c></param>
    /// <param name="moreParameters">[database] connection_parameters: further <c>name=value</c> pairs.</param>
    /// <exception cref="DatabaseUrlException">It cannot be used; the message says why, without the password.</exception>
    public static DatabaseUrl Parse(string url, string moreParameters = "") => new DatabaseUrlReader(url, moreParameters).Read();

    /// <summary>The place without account and password.</summary>
    public override string ToString() => IsSqlite
        ? $"sqlite:///{Database}"
        : $"mysql://{UnixSocket ?? $"{Host}:{Port}"}/{Database}";
}
