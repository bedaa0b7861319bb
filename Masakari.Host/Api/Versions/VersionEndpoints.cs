using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Versions;

/// <summary><c>/v1</c> and <c>/v1/versions/v1.0</c>, which give the same answer.</summary>
internal sealed class VersionEndpoints : IApiEndpoints
{
    public ApiResource Resource => new("versions") { Show = new ApiOperation(ShowAsync) };

    private static Task<IResult> ShowAsync(ApiRequest request, CancellationToken ct) => Task.FromResult(
        request.Id == "v1.0" ? Answers.Ok(VersionDocuments.Detail(request.BaseUrl)) : Faults.NoSuchResource());
}
