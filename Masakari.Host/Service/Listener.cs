using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Masakari.Host.Service;

/// <summary>The web server's part of the API: addresses, TLS, limits of connections.</summary>
internal static class Listener
{
    public static IServiceCollection AddListener(this IServiceCollection services, ListenOptions listen)
    {
        services.AddSingleton(listen).AddSingleton<ConnectionsAtStop>();
        services.AddOptions<KestrelServerOptions>().Configure<ListenOptions, ConnectionsAtStop, ILoggerFactory>(SetUp);
        services.AddOptions<SocketTransportOptions>().Configure<ListenOptions>((sockets, wanted) => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);   // connections inherit it
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)wanted.KeepIdle.TotalSeconds);
            return socket;
        });
        return services;
    }

    /// <summary>Requests hold up a stop of the service no longer than the options allow.</summary>
    public static void UseStopLimit(this IApplicationBuilder app) =>
        app.Use(app.ApplicationServices.GetRequiredService<ConnectionsAtStop>().NoteAsync);

    /// <summary>Ends each connection after its answer, where that is wanted.</summary>
    public static void UseShortConnections(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<ListenOptions>().KeepAlive)
            return;
        app.Use((http, next) =>
        {
            http.Response.Headers.Connection = "close";
            return next(http);
        });
    }

    private static void SetUp(KestrelServerOptions kestrel, ListenOptions wanted, ConnectionsAtStop connections, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger(typeof(Listener));
        kestrel.AddServerHeader = false;
        kestrel.AllowHostHeaderOverride = true;   // GET http://this/ means this, whatever Host says
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;   // as HTTP has it: no byte of a header is malformed
        kestrel.Limits.MaxRequestBodySize = null;   // the API has its own limit, with its own answer
        kestrel.Limits.MaxRequestHeadersTotalSize = wanted.MaxHeaderBytes;
        kestrel.Limits.KeepAliveTimeout = wanted.IdleLimit > TimeSpan.Zero ? wanted.IdleLimit : Timeout.InfiniteTimeSpan;
        foreach (var address in wanted.Addresses())
        {
            kestrel.Listen(address, wanted.Port, endpoint =>
            {
                endpoint.Use(connections.Watch);   // before HTTPS: a handshake may be half sent, too
                if (wanted.Certificate is { } certificate)
                    endpoint.UseHttps(Https(certificate, logger));
            });
        }
    }

    private static TlsHandshakeCallbackOptions Https(ServerCertificate certificate, ILogger logger) => new()
    {
        OnConnection = _ => ValueTask.FromResult(certificate.ForConnection(logger)),
    };
}
