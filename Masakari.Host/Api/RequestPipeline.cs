namespace Masakari.Host.Api;

/// <summary>The steps of a request, in the order that clients see. The first step with an answer is the last step that runs.</summary>
internal sealed class RequestPipeline(ArrivalSteps arrival, AdmissionSteps admission, OperationSteps operation)
{
    private readonly RequestSteps steps = new()
    {
        // All requests
        arrival.RequireClearEnd,            // 400: the end of the body is unclear
        arrival.ApplyProxyHeaders,
        arrival.ListVersions,               // 200: the path is /
        arrival.AnswerHealthCheck,          // 200, 204, 404 or 503: the path is [healthcheck] path
        arrival.OfferVersions,              // 300: the path is not /v1 or below

        // Requests to /v1 or below
        admission.AddCorsHeaders,
        admission.AnswerOptions,            // 200: the method is OPTIONS
        admission.AssignRequestId,
        admission.LimitBodyAsync,           // 413: the body is too long
        admission.DescribeApi,              // 200: the path is /v1/openapi.json
        admission.AuthenticateAsync,        // 401: no valid token; 503: Keystone does not answer
        admission.FindRoute,                // 404: the path leads nowhere

        // Requests with a route
        operation.ReadVersion,              // 400: not a version; 406: not a version of this API
        operation.CheckContentType,         // 415
        operation.RequireOperation,         // 405: the route has no operation
        operation.ReadBodyAsync,            // 400: the body is not JSON
        operation.CheckProject,             // 400: the project in the path is not the project of the token
        operation.CheckBody,                // 400: the fields of the body are wrong
        operation.CheckPolicyAsync,         // 403
        operation.RunAsync,                 // the answer of the operation
    };

    public Task<IResult> AnswerAsync(RequestState state) => steps.RunAsync(state);
}
