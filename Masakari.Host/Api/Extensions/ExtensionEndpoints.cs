using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;
using Masakari.Host.Auth.Policy;

namespace Masakari.Host.Api.Extensions;

/// <summary>The parts of the API that the policy lets the caller see. Old clients ask whether a part exists.</summary>
internal sealed class ExtensionEndpoints(PolicyGate policy) : IApiEndpoints
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

    private async Task<IResult> ListAsync(ApiRequest request, CancellationToken ct)
    {
        var visible = new List<ExtensionBody>();
        foreach (var extension in All)
        {
            if (await IsVisibleAsync(extension, request, ct))
                visible.Add(extension);
        }

        return Answers.Ok(new { extensions = visible });
    }

    private async Task<IResult> ShowAsync(ApiRequest request, CancellationToken ct) =>
        Array.Find(All, extension => extension.Alias == request.Id) is { } found && await IsVisibleAsync(found, request, ct)
            ? Answers.Ok(new { extension = found })
            : Faults.NoSuchResource();

    private ValueTask<bool> IsVisibleAsync(ExtensionBody extension, ApiRequest request, CancellationToken ct) =>
        policy.AllowsAsync(PolicyDefaults.Discoverable(extension.Alias), request.Caller, ct);

    private sealed record ExtensionBody(string Name, string Alias, string Description)
    {
        public string Namespace { get; } = "";
        public string Updated { get; } = "";
        public IReadOnlyList<string> Links { get; } = [];
    }
}
