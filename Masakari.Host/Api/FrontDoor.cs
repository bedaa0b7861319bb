using System.Text.RegularExpressions;
using Masakari.Host.Api.Edge;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Versions;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api;

/// <summary>Decides by the first segment of a path which part of the service answers. It stands at the end of the pipeline.</summary>
internal sealed partial class FrontDoor(
    V1 v1, Health health, ProxyHeaders proxy, Cors cors, ApiOptions options, TimeProvider clock, ILogger<FrontDoor> logger)
{
    public async Task AnswerAsync(HttpContext http)
    {
        var began = clock.GetTimestamp();
        var path = Slashes().Replace(http.Request.Path.Value ?? "/", "/");
        var answered = await TryAnswerAsync(http, path);
        var level = LevelOf(http, path);
        if (answered && logger.IsEnabled(level))
        {
            var ids = http.Features.Get<RequestIds>();
            logger.Answered(
                level, http.Request.Method, http.Request.Path.ToUriComponent() + http.Request.QueryString.Value, http.Response.StatusCode,
                clock.GetElapsedTime(began).TotalMilliseconds, ClientAddress.Of(http), ids?.Local ?? "-",
                ids?.Global is { } caller ? $", {caller}" : "");
        }
    }

    // Load balancers ask every few seconds, and clients poll.
    private LogLevel LevelOf(HttpContext http, string path) =>
        health.IsAskedBy(path) || IsGoodRead(http) ? LogLevel.Debug : LogLevel.Information;

    private static bool IsGoodRead(HttpContext http) =>
        http.Response.StatusCode < StatusCodes.Status400BadRequest
        && http.Request.Method is var method && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    /// <returns><see langword="false"/> when the client has left.</returns>
    private async Task<bool> TryAnswerAsync(HttpContext http, string path)
    {
        try
        {
            await (await AnswerOfAsync(http, path)).ExecuteAsync(http);
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

    private async Task<IResult> AnswerOfAsync(HttpContext http, string path)
    {
        if (!MessageFraming.IsClear(http.Request.Headers))
        {
            MessageFraming.CloseConnection(http);
            return Faults.RawUnclearEnd();
        }

        proxy.Apply(http);
        if (path is "" or "/")
            return VersionDocuments.List(BaseUrl.Of(http.Request, options));
        if (health.IsAskedBy(path))
            return health.Answer(http);
        if (path != "/v1" && !path.StartsWith("/v1/", StringComparison.Ordinal))
            return VersionDocuments.Choices(BaseUrl.Of(http.Request, options), path);
        cors.Join(http);
        return await v1.AnswerAsync(http, path[3..]);
    }

    [GeneratedRegex("/{2,}")]
    private static partial Regex Slashes();
}
