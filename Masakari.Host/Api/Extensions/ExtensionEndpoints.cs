using Masakari.Host.Api.Routing;

namespace Masakari.Host.Api.Extensions;

/// <summary>The fixed list of what this API consists of; old clients look whether a part is there.</summary>
internal sealed class ExtensionEndpoints : IApiEndpoints
{
    private static readonly ExtensionBody[] All =
    [
        new("Extensions", "extensions", "Extension information."),
        new("Notifications", "notifications", "Notifications support."),
        new("Hosts", "os-hosts", "Hosts controller"),
        new("Segments", "segments", "Segments Extension."),
        new("Versions", "versions", "API Version information."),
        new("vmoves", "vmoves", "vmoves controller"),
    ];

    public ApiResource Resource => new("extensions")
    {
        Index = new ApiOperation(ListAsync) { Rule = "os_masakari_api:extensions:index" },
        Show = new ApiOperation(ShowAsync) { Rule = "os_masakari_api:extensions:detail" },
    };

    private static Task<IResult> ListAsync(ApiRequest request, CancellationToken ct) => Task.FromResult(Answers.Ok(new { extensions = All }));

    private static Task<IResult> ShowAsync(ApiRequest request, CancellationToken ct) => Task.FromResult(
        Array.Find(All, extension => extension.Alias == request.Id) is { } found ? Answers.Ok(new { extension = found }) : Faults.NoSuchResource());

    private sealed record ExtensionBody(string Name, string Alias, string Description)
    {
        public string Namespace { get; } = "";
        public string Updated { get; } = "";
        public IReadOnlyList<string> Links { get; } = [];
    }
}
