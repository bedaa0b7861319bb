using System.Data.Common;
using System.Security.Cryptography;
using MySqlConnector;

namespace Masakari.Core.Persistence;

/// <summary>The only class that uses the MySQL driver, MySqlConnector: its settings, its pool and its error numbers.</summary>
internal sealed class MySqlDriver(DatabaseOptions options) : IAsyncDisposable
{
    private readonly string connectionString = ConnectionString(options);

    /// <summary>An open connection from the pool.</summary>
    /// <exception cref="DbException">No connection; a <see cref="TlsException"/> when TLS is the reason.</exception>
    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new MySqlConnection(connectionString);
        var opening = connection.OpenAsync(ct);
        try
        {
            await opening.WaitAsync(ct);
            return connection;
        }
        catch (OperationCanceledException)
        {
            // The driver waits for the first word of the server whatever the token says. The connection is given back when it has opened.
            _ = opening.ContinueWith(_ => connection.DisposeAsync(), TaskScheduler.Default);
            throw;
        }
        catch (Exception e) when (e is MySqlException or CryptographicException or UnauthorizedAccessException)
        {
            if (TlsTrouble.Explain(options.Url, e) is { } trouble)
                throw trouble;
            throw;
        }
    }

    /// <summary>Connections opened from now on are new ones; those in use are closed when their users give them back.</summary>
    public async Task ForgetConnectionsAsync()
    {
        await using var ofThePool = new MySqlConnection(connectionString);
        await MySqlConnection.ClearPoolAsync(ofThePool);
    }

    /// <summary>Closes the idle connections of the pool.</summary>
    public async ValueTask DisposeAsync() => await ForgetConnectionsAsync();

    /// <summary>The error number of the server or the driver.</summary>
    /// <returns>0 for an error without a number; <see langword="null"/> when it is not an exception of the driver.</returns>
    public static int? ErrorNumber(Exception? e) => e switch
    {
        null => null,
        MySqlException error => error.Number,
        _ => ErrorNumber(e.InnerException),
    };

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
            // As in the original. The web server with the list of revocations may be down just when hosts die.
            SkipCertificateRevocationCheck = url.Tls == TlsDemand.VerifyIdentity,
        }.ConnectionString;
    }
}
