using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Routing;

/// <summary>One call of the API.</summary>
/// <param name="RunAsync">Answers a request that has passed all checks of its shape and of the caller's rights.</param>
internal sealed record ApiOperation(Func<ApiRequest, CancellationToken, Task<IResult>> RunAsync)
{
    /// <summary>The policy rule that the caller must satisfy; <see langword="null"/> = any authenticated caller will do.</summary>
    public string? Rule { get; init; }

    /// <summary>What the body must look like at a version; <see langword="null"/> = a body is not looked at.</summary>
    public Func<Microversion, BodyShape>? Body { get; init; }
}
