using System.Text.Json.Nodes;
using Masakari.Core.Segments;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Segments;

/// <summary><c>/segments</c>.</summary>
internal sealed class SegmentEndpoints(SegmentRepository segments, SegmentRegistry registry, ApiOptions options) : IApiEndpoints
{
    public ApiResource Resource => new("segments")
    {
        Item = typeof(SegmentBody),
        Index = new ApiOperation(ListAsync) { Rule = "os_masakari_api:segments:index" },
        Create = new ApiOperation(CreateAsync) { Rule = "os_masakari_api:segments:create", Body = SegmentShapes.Create },
        Show = new ApiOperation(ShowAsync) { Rule = "os_masakari_api:segments:detail" },
        Update = new ApiOperation(UpdateAsync) { Rule = "os_masakari_api:segments:update", Body = SegmentShapes.Update },
        Delete = new ApiOperation(DeleteAsync) { Rule = "os_masakari_api:segments:delete" },
        RoutesActions = true,
    };

    private async Task<IResult> ListAsync(ApiRequest request, CancellationToken ct)
    {
        var page = Listing.Page(request.Query, options.MaxLimit);
        if (!page.Ok)
            return Faults.From(page.Refusal);
        var enabled = Listing.Flag(request.Query, "enabled");
        var filter = new SegmentFilter
        {
            RecoveryMethod = request.Query.Last("recovery_method"),
            ServiceType = request.Query.Last("service_type"),
            Enabled = enabled.Value,
        };
        // A word that is neither yes nor no matches no segment. Errors in other parameters are rejected nevertheless.
        var found = await segments.ListAsync(filter, enabled.Ok ? page.Value : page.Value with { Limit = 0 }, ct);
        return found.Ok ? Answers.Ok(new { segments = found.Value.Select(SegmentBody.From) }) : Faults.From(found.Refusal);
    }

    private async Task<IResult> ShowAsync(ApiRequest request, CancellationToken ct) =>
        UuidText.Stored(request.Id) is { } uuid && await segments.FindAsync(uuid, ct) is { } segment
            ? Answers.Ok(Envelope(segment)) : Faults.From(UnknownId.Segment(request.Id));

    private async Task<IResult> CreateAsync(ApiRequest request, CancellationToken ct)
    {
        var created = await registry.CreateAsync(Draft(request.Body), ct);
        return created.Ok ? Answers.Created(Envelope(created.Value)) : Faults.From(created.Refusal);
    }

    private async Task<IResult> UpdateAsync(ApiRequest request, CancellationToken ct)
    {
        if (UuidText.Stored(request.Id) is not { } uuid)
            return Faults.From(UnknownId.Segment(request.Id));
        var updated = await registry.UpdateAsync(uuid, new SegmentChange(segment => Changed(segment, request.Body)), ct);
        return updated.Ok ? Answers.Ok(Envelope(updated.Value)) : Faults.From(updated.Refusal);
    }

    private async Task<IResult> DeleteAsync(ApiRequest request, CancellationToken ct)
    {
        if (UuidText.Stored(request.Id) is not { } uuid)
            return Faults.From(UnknownId.Segment(request.Id));
        var deleted = await registry.DeleteAsync(uuid, ct);
        return deleted.Ok ? Answers.NoContent() : Faults.From(deleted.Refusal);
    }

    private static object Envelope(Segment segment) => new { segment = SegmentBody.From(segment) };

    private static SegmentDraft Draft(JsonObject body) => new()
    {
        Name = body.Text("name")!,
        ServiceType = body.Text("service_type")!,
        Description = body.Text("description"),
        RecoveryMethod = Method(body)!.Value,
        Enabled = body.Flag("enabled") ?? true,
    };

    private static Segment Changed(Segment segment, JsonObject body) => segment with
    {
        Name = body.Text("name") ?? segment.Name,
        ServiceType = body.Text("service_type") ?? segment.ServiceType,
        Description = body.ContainsKey("description") ? body.Text("description") : segment.Description,
        RecoveryMethod = Method(body) ?? segment.RecoveryMethod,
        Enabled = body.Flag("enabled") ?? segment.Enabled,
    };

    private static RecoveryMethod? Method(JsonObject body) =>
        body.Text("recovery_method") is { } word ? RecoveryMethodText.Parse(word) : null;
}
