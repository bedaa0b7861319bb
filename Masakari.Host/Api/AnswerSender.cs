using Masakari.Host.Api.Edge;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api;

/// <summary>
/// Sends the answer of the pipeline to a request, and writes the access log. An exception that no step has caught becomes an answer here.
/// </summary>
internal sealed class AnswerSender(RequestPipeline pipeline, Health health, TimeProvider clock, ILogger<AnswerSender> logger)
{
    public async Task AnswerAsync(HttpContext http)
    {
        var began = clock.GetTimestamp();
        var state = new RequestState(http);
        if (await TrySendAsync(state))
            LogAnswer(state, clock.GetElapsedTime(began));
    }

    /// <returns><see langword="false"/> when the client has closed the connection.</returns>
    private async Task<bool> TrySendAsync(RequestState state)
    {
        var http = state.Http;
        try
        {
            await (await pipeline.AnswerAsync(state)).ExecuteAsync(http);
            return true;
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            logger.ClientLeft(http.Request.Method, http.Request.Path);
            return false;
        }
        catch (BadHttpRequestException problem) when (!http.Response.HasStarted)
        {
            await Faults.RawUnreadable(problem.StatusCode).ExecuteAsync(http);
            return true;
        }
        catch (Exception problem)
        {
            logger.RequestBroke(problem, http.Request.Method, http.Request.Path);
            if (http.Response.HasStarted)
                throw;
            await Faults.Broken().ExecuteAsync(http);
            return true;
        }
    }

    private void LogAnswer(RequestState state, TimeSpan duration)
    {
        var (http, ids, level) = (state.Http, state.Ids, LevelOf(state));
        if (!logger.IsEnabled(level))
            return;
        logger.Answered(
            level, http.Request.Method, http.Request.Path.ToUriComponent() + http.Request.QueryString.Value, http.Response.StatusCode,
            duration.TotalMilliseconds, ClientAddress.Of(http), ids?.Local ?? "-", ids?.Global is { } caller ? $", {caller}" : "");
    }

    // Load balancers send a health check every few seconds, and clients poll.
    private LogLevel LevelOf(RequestState state) =>
        health.IsHealthCheck(state.Path) || IsGoodRead(state.Http) ? LogLevel.Debug : LogLevel.Information;

    private static bool IsGoodRead(HttpContext http) =>
        http.Response.StatusCode < StatusCodes.Status400BadRequest
        && http.Request.Method is var method && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));
}
