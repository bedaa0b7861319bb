using System.Data.Common;
using System.Security.Cryptography;
using MySqlConnector;

namespace Masakari.Core.Persistence;

/// <summary>The only class that uses the MySQL driver, MySqlConnector: its settings, its pool and its error numbers.</summary>
internal sealed class MySqlDriver(DatabaseOptions options) : IAsyncDisposable
{
    private readonly MySqlDataSource pool = new(ConnectionString(options));

    /// <summary>An open connection from the pool.</summary>
    /// <exception cref="DbException">No connection; a <see cref="TlsException"/> when TLS is the reason.</exception>
    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        try
        {
            return await pool.OpenConnectionAsync(ct);
        }
        catch (Exception e) when (e is MySqlException or CryptographicException or UnauthorizedAccessException)
        {
            if (TlsTrouble.Explain(options.Url, e) is { } trouble)
                throw trouble;
            throw;
        }
    }

    /// <summary>Closes the idle connections of the pool.</summary>
    public ValueTask DisposeAsync() => pool.DisposeAsync();

    /// <summary>The server's error number, or the driver's own (0, -1); <see langword="null"/> for another exception.</summary>
    public static int? ErrorNumber(Exception e)
    {
        int? number = null;
        for (var current = e; current is not null; current = current.InnerException)
        {
            if (current is not MySqlException error)
                continue;
            number = error.Number;
            if (number != 0)
                return number;
        }
        return number;
    }

    private static string ConnectionString(DatabaseOptions options)
    {
        var url = options.Url;
        return new MySqlConnectionStringBuilder
        {
            Server = url.UnixSocket ?? url.Host,
            Port = (uint)url.Port,
            ConnectionProtocol = url.UnixSocket is null ? MySqlConnectionProtocol.Tcp : MySqlConnectionProtocol.UnixSocket,
            UserID = url.User,
            Password = url.Password,
            Database = url.Database,
            MaximumPoolSize = (uint)options.MaxConnections,
            ConnectionLifeTime = (uint)options.ConnectionLifetime.TotalSeconds,
            ConnectionTimeout = (uint)Math.Max(1, (url.ConnectTimeout ?? options.ConnectTimeout).TotalSeconds),
            DefaultCommandTimeout = (uint)Math.Max(1, options.StatementTimeout.TotalSeconds),
            UseAffectedRows = false,
            AllowPublicKeyRetrieval = true,
            CharacterSet = "utf8mb4",
            SslMode = url.Tls switch
            {
                TlsDemand.None => MySqlSslMode.Preferred,
                TlsDemand.Disabled => MySqlSslMode.Disabled,
                TlsDemand.Encrypt => MySqlSslMode.Required,
                TlsDemand.VerifyCertificate => MySqlSslMode.VerifyCA,
                _ => MySqlSslMode.VerifyFull,
            },
            SslCa = url.TlsCa ?? "",
            SslCert = url.TlsCert ?? "",
            SslKey = url.TlsKey ?? url.TlsCert ?? "",   // without ssl_key the key stands in the file of ssl_cert
            SkipCertificateRevocationCheck = url.Tls == TlsDemand.VerifyIdentity,   // the web server with the list may be down just when hosts die
        }.ConnectionString;
    }
}
