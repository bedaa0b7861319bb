using System.Text.Json.Nodes;
using Masakari.Core;
using Masakari.Core.Hosts;
using Masakari.Core.Segments;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Hosts;

/// <summary><c>/segments/{id}/hosts</c>.</summary>
internal sealed class HostEndpoints(HostRepository hosts, HostRegistry registry, SegmentRepository segments, ApiOptions options)
    : IApiEndpoints
{
    public ApiResource Resource => new("hosts")
    {
        Parent = "segments",
        Item = typeof(HostBody),
        Index = new ApiOperation(ListAsync) { Rule = "os_masakari_api:os-hosts:index" },
        Create = new ApiOperation(CreateAsync) { Rule = "os_masakari_api:os-hosts:create", Body = HostShapes.Create },
        Show = new ApiOperation(ShowAsync) { Rule = "os_masakari_api:os-hosts:detail" },
        Update = new ApiOperation(UpdateAsync) { Rule = "os_masakari_api:os-hosts:update", Body = HostShapes.Update },
        Delete = new ApiOperation(DeleteAsync) { Rule = "os_masakari_api:os-hosts:delete" },
    };

    private async Task<IResult> ListAsync(ApiRequest request, CancellationToken ct)
    {
        var page = Listing.Page(request.Query, options.MaxLimit);
        if (!page.Ok)
            return Faults.From(page.Refusal);
        if (UuidText.Stored(request.ParentId) is not { } uuid || await segments.FindAsync(uuid, ct) is not { } segment)
            return Faults.From(UnknownId.Segment(request.ParentId));
        var filter = Filter(request.Query);
        if (!filter.Ok)
            return Faults.From(filter.Refusal);
        var found = await hosts.ListAsync(segment, filter.Value, page.Value, ct);
        if (!found.Ok)
            return Faults.From(found.Refusal);
        var segmentBody = SegmentBody.From(segment);
        return Answers.Ok(new { hosts = found.Value.Select(host => HostBody.From(host, segmentBody)) });
    }

    private async Task<IResult> ShowAsync(ApiRequest request, CancellationToken ct)
    {
        if (!UuidText.IsLike(request.Id))
            return Faults.From(Refusal.NotFound($"No host with id {request.Id}."));
        return UuidText.Stored(request.Id) is { } uuid
            && await hosts.FindAsync(uuid, ct) is { } host && host.Segment.Uuid.ToString() == request.ParentId
            ? Answers.Ok(Envelope(host)) : Faults.From(NotThere(request));
    }

    private async Task<IResult> CreateAsync(ApiRequest request, CancellationToken ct)
    {
        if (UuidText.Stored(request.ParentId) is not { } segment)
            return Faults.From(UnknownId.Segment(request.ParentId));
        var created = await registry.CreateAsync(segment, Draft(request.Body), ct);
        return created.Ok ? Answers.Created(Envelope(created.Value)) : Faults.From(created.Refusal);
    }

    private async Task<IResult> UpdateAsync(ApiRequest request, CancellationToken ct)
    {
        if (UuidText.Stored(request.ParentId) is not { } segment || UuidText.Stored(request.Id) is not { } uuid)
            return Faults.From(NotThere(request));
        var change = new HostChange(
            host => Changed(host, request.Body),
            NamesTheHost: request.Body.ContainsKey("name"),
            SetsMaintenance: request.Body.ContainsKey("on_maintenance"));
        var updated = await registry.UpdateAsync(segment, uuid, change, ct);
        return updated.Ok ? Answers.Ok(Envelope(updated.Value)) : Faults.From(updated.Refusal);
    }

    private async Task<IResult> DeleteAsync(ApiRequest request, CancellationToken ct)
    {
        if (UuidText.Stored(request.ParentId) is not { } segment || UuidText.Stored(request.Id) is not { } uuid)
            return Faults.From(NotThere(request));
        var deleted = await registry.DeleteAsync(segment, uuid, ct);
        return deleted.Ok ? Answers.NoContent() : Faults.From(deleted.Refusal);
    }

    private static object Envelope(ComputeHost host) => new { host = HostBody.From(host) };

    private static Refusal NotThere(ApiRequest request) =>
        Refusal.NotFound($"Host '{request.Id}' under failover_segment '{request.ParentId}' could not be found.");

    private static Result<HostFilter> Filter(QueryParameters query)
    {
        var (maintenance, reserved) = (Listing.Flag(query, "on_maintenance"), Listing.Flag(query, "reserved"));
        if ((maintenance.Refusal ?? reserved.Refusal) is { } refusal)
            return refusal;
        return new HostFilter { Type = query.Last("type"), OnMaintenance = maintenance.Value, Reserved = reserved.Value };
    }

    private static HostDraft Draft(JsonObject body) => new()
    {
        Name = body.Text("name")!,
        Type = body.Text("type")!,
        ControlAttributes = body.Text("control_attributes")!,
        Reserved = body.Flag("reserved") ?? false,
        OnMaintenance = body.Flag("on_maintenance") ?? false,
    };

    private static ComputeHost Changed(ComputeHost host, JsonObject body) => host with
    {
        Name = body.Text("name") ?? host.Name,
        Type = body.Text("type") ?? host.Type,
        ControlAttributes = body.Text("control_attributes") ?? host.ControlAttributes,
        Reserved = body.Flag("reserved") ?? host.Reserved,
        OnMaintenance = body.Flag("on_maintenance") ?? host.OnMaintenance,
    };
}
