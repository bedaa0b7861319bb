using System.Text.RegularExpressions;
using Masakari.Host.Api.Versions;

namespace Masakari.Host.Api;

/// <summary>Decides by the first segment of a path which part of the service answers (api.md 1.1). It stands at the end of the pipeline.</summary>
internal sealed partial class FrontDoor(V1 v1, Health health, ApiOptions options, ILogger<FrontDoor> logger)
{
    public async Task AnswerAsync(HttpContext http)
    {
        try
        {
            await (await AnswerOfAsync(http)).ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            logger.ClientLeft(http.Request.Method, http.Request.Path);
        }
        catch (Exception problem)
        {
            logger.RequestBroke(problem, http.Request.Method, http.Request.Path);
            if (http.Response.HasStarted)
                throw;
            await Faults.Broken().ExecuteAsync(http);
        }
    }

    private async Task<IResult> AnswerOfAsync(HttpContext http)
    {
        var path = Slashes().Replace(http.Request.Path.Value ?? "/", "/");
        if (path is "" or "/")
            return VersionDocuments.List(BaseUrl.Of(http.Request, options));
        if (path == "/healthcheck" || path.StartsWith("/healthcheck/", StringComparison.Ordinal))
            return health.Answer(http.Request);
        if (path == "/v1" || path.StartsWith("/v1/", StringComparison.Ordinal))
            return await v1.AnswerAsync(http, path[3..]);
        return VersionDocuments.Choices(BaseUrl.Of(http.Request, options), path);
    }

    [GeneratedRegex("/{2,}")]
    private static partial Regex Slashes();
}
