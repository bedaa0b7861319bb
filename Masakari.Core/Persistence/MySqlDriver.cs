using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using MySqlConnector;

namespace Masakari.Core.Persistence;

/// <summary>The only class that uses the MySQL driver, MySqlConnector: its settings, its pool and its error numbers.</summary>
internal sealed class MySqlDriver : IAsyncDisposable
{
    /// <summary>So many dead sessions may be in the pool when a server has gone.</summary>
    private const int MostDead = 1000;

    private readonly DatabaseOptions options;
    private readonly IReadOnlyList<string> setUp;
    private MySqlDataSource source;

    /// <param name="options">The options of the database.</param>
    /// <param name="setUp">The statements that a session begins with.</param>
    public MySqlDriver(DatabaseOptions options, IReadOnlyList<string> setUp)
    {
        (this.options, this.setUp) = (options, setUp);
        source = NewPool();
    }

    /// <summary>An open connection from the pool.</summary>
    /// <exception cref="DbException">No connection; a <see cref="TlsException"/> when TLS is the reason.</exception>
    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var opening = OpenLivingAsync();
        try
        {
            return await opening.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // The driver waits for the first word of the server whatever the token says. The connection is given back when it has opened.
            _ = opening.ContinueWith(
                async opened => await (await opened).DisposeAsync(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
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
    public async Task ForgetConnectionsAsync() => await Interlocked.Exchange(ref source, NewPool()).DisposeAsync();

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

    /// <summary>
    /// A connection whose server answers. The pool does not reset a session, which would cost three statements each time that a connection
    /// is opened: no code leaves anything behind in its session. So the pool does not notice that a server has gone, either.
    /// </summary>
    /// <remarks>Never cancelled: the driver would put a session into the pool that was connected, and not set up.</remarks>
    private async Task<MySqlConnection> OpenLivingAsync()
    {
        for (var dead = 0; ; dead++)
        {
            var pool = source;
            try
            {
                var connection = pool.CreateConnection();
                if (await IsLivingAsync(connection, isLastTry: dead == MostDead)) return connection;
            }
            catch (ObjectDisposedException) when (pool != source)
            {
                // Its connections were forgotten just now.
            }
        }
    }

    /// <summary>
    /// Opens it and asks its server, with a time limit: a host that vanished answers nothing at all. A connection that is not alive is
    /// disposed of, and the pool drops its session.
    /// </summary>
    private async Task<bool> IsLivingAsync(MySqlConnection connection, bool isLastTry)
    {
        var (isOpen, lives) = (false, false);
        try
        {
            await connection.OpenAsync(CancellationToken.None);
            isOpen = true;
            await connection.ExecuteAsync(new CommandDefinition("DO 1", commandTimeout: (int)ConnectTimeout(options)));
            return lives = true;
        }
        catch (MySqlException) when (isOpen && !isLastTry)
        {
            return false;
        }
        finally
        {
            if (!lives) await connection.DisposeAsync();
        }
    }

    private static uint ConnectTimeout(DatabaseOptions options) =>
        (uint)Math.Max(1, (options.Url.ConnectTimeout ?? options.ConnectTimeout).TotalSeconds);

    private MySqlDataSource NewPool() =>
        new MySqlDataSourceBuilder(ConnectionString(options)).UseConnectionOpenedCallback(SetUpAsync).Build();

    private async ValueTask SetUpAsync(MySqlConnectionOpenedContext opened, CancellationToken ct)
    {
        if (!opened.Conditions.HasFlag(MySqlConnectionOpenedConditions.New)) return;
        try
        {
            foreach (var statement in setUp)
                await opened.Connection.ExecuteAsync(new CommandDefinition(statement, cancellationToken: ct));
        }
        catch
        {
            await ForgetConnectionsAsync();   // else the pool would lend the session as it is
            throw;
        }
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
            ConnectionTimeout = ConnectTimeout(options),
            DefaultCommandTimeout = (uint)Math.Max(1, options.StatementTimeout.TotalSeconds),
            ConnectionReset = false,
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
