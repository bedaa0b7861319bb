using System.Data.Common;
#if MYSQL_DATA
using Masakari.Core.Persistence.OffThread;
using MySqlConnection = MySql.Data.MySqlClient.MySqlConnection;
using MySqlConnectionStringBuilder = MySql.Data.MySqlClient.MySqlConnectionStringBuilder;
using MySqlError = MySql.Data.MySqlClient.MySqlException;
#else
using MySqlConnector;
using MySqlError = MySqlConnector.MySqlException;
#endif

namespace Masakari.Core.Persistence;

/// <summary>The one place that names the MySQL driver: MySqlConnector, or MySql.Data in builds that cannot restore it.</summary>
internal sealed class MySqlDriver : IDisposable
{
    private readonly string connectionString;
#if MYSQL_DATA
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim gate;
#endif

    /// <exception cref="DatabaseUrlException">The URL asks for something that this driver cannot do.</exception>
    public MySqlDriver(DatabaseOptions options)
    {
        connectionString = ConnectionString(options);
        RefuseUnsupported(options.Url);
#if MYSQL_DATA
        gate = new SemaphoreSlim(options.MaxConnections, options.MaxConnections);
        // Every connection may block a thread of the pool: so many must not keep the rest of the program waiting.
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, Math.Min(options.MaxConnections, 128) + 8), ports);
#endif
    }

    /// <summary>A new connection, not yet open.</summary>
    public DbConnection Create() =>
#if MYSQL_DATA
        new OffThreadConnection(new MySqlConnection(connectionString), gate, Patience);
#else
        new MySqlConnection(connectionString);
#endif

    public void Dispose()
    {
        ForgetIdleConnections();
#if MYSQL_DATA
        gate.Dispose();
#endif
    }

    /// <summary>Closes the idle connections of the pool. Always true, so that it can stand in a filter.</summary>
    public bool ForgetIdleConnections()
    {
        using var any = new MySqlConnection(connectionString);
        MySqlConnection.ClearPool(any);
        return true;
    }

    /// <summary>The server's error number, or the driver's own (0, -1, 2xxx); <see langword="null"/> when it is not the driver's exception.</summary>
    public static int? ErrorNumber(Exception e)
    {
        int? number = null;
        for (var current = e; current is not null; current = current.InnerException)
        {
            if (current is not MySqlError error)
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
        var builder = new MySqlConnectionStringBuilder();
        void Set(string key, object value) => builder[key] = value;
        Set("Server", url.UnixSocket ?? url.Host);
        if (url.UnixSocket is null)
            Set("Port", url.Port);
        else
            Set("Protocol", "unix");
        Set("User ID", url.User);
        Set("Password", url.Password);
        Set("Database", url.Database);
        Set("Maximum Pool Size", options.MaxConnections);
        Set("Connection Lifetime", (uint)options.ConnectionLifetime.TotalSeconds);
        Set("Connection Timeout", (uint)Math.Max(1, (url.ConnectTimeout ?? options.ConnectTimeout).TotalSeconds));
        Set("Default Command Timeout", (uint)Math.Max(1, options.StatementTimeout.TotalSeconds));
        Set("Use Affected Rows", false);
        Set("AllowPublicKeyRetrieval", true);
        Set("Character Set", "utf8mb4");
        SetTls(Set, url);
        return builder.ConnectionString;
    }

    private static void SetTls(Action<string, object> set, DatabaseUrl url)
    {
        set("SSL Mode", url.Tls switch
        {
            TlsDemand.None => "Preferred",
            TlsDemand.Disabled => "Disabled",
            TlsDemand.Encrypt => "Required",
            TlsDemand.VerifyCertificate => "VerifyCA",
            _ => "VerifyFull",
        });
#if !MYSQL_DATA
        if (url.TlsCa is { } ca) set("SSL CA", ca);
        if (url.TlsCert is { } cert) set("SSL Cert", cert);
        if (url.TlsKey is { } key) set("SSL Key", key);
#endif
    }

    /// <exception cref="DatabaseUrlException">The URL asks for something that the driver of this build cannot do.</exception>
    public static void RefuseUnsupported(DatabaseUrl url)
    {
#if MYSQL_DATA
        if (url.Tls is TlsDemand.VerifyCertificate or TlsDemand.VerifyIdentity || url.TlsCert is not null)
            throw new DatabaseUrlException(
                "The database URL asks for certificates to be checked (ssl_ca, ssl_cert, ssl_verify_...). This build contains the driver MySql.Data, which cannot do that here; "
                + "use a build with MySqlConnector.");
#endif
    }
}
