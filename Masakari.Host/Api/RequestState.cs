using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Edge;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;
using Masakari.Host.Auth;

namespace Masakari.Host.Api;

/// <summary>One request on its way through the steps. Steps store here what later steps need.</summary>
internal sealed partial class RequestState(HttpContext http)
{
    public HttpContext Http { get; } = http;

    /// <summary>The path of the URL; repeated slashes count as one.</summary>
    public string Path { get; } = Slashes().Replace(http.Request.Path.Value ?? "/", "/");

    public bool IsInV1 => Path == "/v1" || Path.StartsWith("/v1/", StringComparison.Ordinal);

    /// <summary>The path after <c>/v1</c>.</summary>
    public string PathInV1 => Path["/v1".Length..];

    /// <summary>Set by <see cref="AdmissionSteps.AssignRequestId"/>; <see langword="null"/> before that step.</summary>
    public RequestIds? Ids { get; set; }

    /// <summary>Set by <see cref="AdmissionSteps.AuthenticateAsync"/>.</summary>
    public RequestContext Caller { get => Stored(field); set; }

    /// <summary>Set by <see cref="AdmissionSteps.FindRoute"/>.</summary>
    public RouteMatch Route { get => Stored(field); set; }

    /// <summary>Set by <see cref="OperationSteps.ReadVersion"/>.</summary>
    public Microversion Version { get; set; }

    /// <summary>Set by <see cref="OperationSteps.RequireOperation"/>.</summary>
    public ApiOperation Operation { get => Stored(field); set; }

    /// <summary>
    /// The shape of the body; <see langword="null"/> = the body is not read. Set by <see cref="OperationSteps.ReadBodyAsync"/>.
    /// </summary>
    public BodyShape? Shape { get; set; }

    /// <summary>The body, if there is a <see cref="Shape"/>. An empty body and JSON's null are both <see langword="null"/>.</summary>
    public JsonNode? Body { get; set; }

    private static T Stored<T>(T? value) where T : class =>
        value ?? throw new InvalidOperationException($"No step before this one has stored the {typeof(T).Name}.");

    [GeneratedRegex("/{2,}")]
    private static partial Regex Slashes();
}
