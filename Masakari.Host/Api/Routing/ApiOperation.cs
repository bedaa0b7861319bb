using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Routing;

/// <summary>One call of the API.</summary>
/// <param name="RunAsync">Answers a request that has passed all checks.</param>
internal sealed record ApiOperation(Func<ApiRequest, CancellationToken, Task<IResult>> RunAsync)
{
    /// <summary>The policy rule that the caller must satisfy; <see langword="null"/> = no rule.</summary>
    public string? Rule { get; init; }

    /// <summary>The shape of the body, by version; <see langword="null"/> = the body is not read.</summary>
    public Func<Microversion, BodyShape>? Body { get; init; }
}
