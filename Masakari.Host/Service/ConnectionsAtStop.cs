using Microsoft.AspNetCore.Connections;

namespace Masakari.Host.Service;

/// <summary>
/// Ends connections when the service stops, so that no client can delay the stop. Running requests get the time that the options allow,
/// requests that are only half sent get none.
/// </summary>
internal sealed class ConnectionsAtStop : IDisposable
{
    private readonly CancellationToken stopping;
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenRegistration stop;

    public ConnectionsAtStop(IHostApplicationLifetime life, ListenOptions listen, TimeProvider clock)
    {
        stopping = life.ApplicationStopping;
        // The source's own timer may fire while the source is disposed; one of ours would then throw, and end the process.
        over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        stop = stopping.Register(() => over.CancelAfter(listen.StopLimit));
    }

    /// <summary>Wraps the handling of each connection.</summary>
    public ConnectionDelegate Watch(ConnectionDelegate next) => async connection =>
    {
        var requests = new RequestsUnderWay();
        connection.Features.Set(requests);
        using var idleOrHalfSent = stopping.Register(() =>
        {
            if (requests.Count == 0)
                connection.Abort();
        });
        using var late = over.Token.Register(connection.Abort);
        await next(connection);
    };

    /// <summary>Counts a request from the arrival of its headers to the end of its answer.</summary>
    public Task NoteAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<RequestsUnderWay>() is { } requests)
        {
            requests.Begin();
            http.Response.OnCompleted(() =>
            {
                requests.End();
                return Task.CompletedTask;
            });
        }

        http.Request.Body = new ClientBody(http.Request.Body, http, stopping);
        return next(http);
    }

    public void Dispose()
    {
        stop.Dispose();
        over.Dispose();
    }

    /// <summary>Of one connection; with HTTP/2 there may be several.</summary>
    private sealed class RequestsUnderWay
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public void Begin() => Interlocked.Increment(ref count);

        public void End() => Interlocked.Decrement(ref count);
    }
}
