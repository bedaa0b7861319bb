using Masakari.Core;
using Masakari.Core.Notifications;
using Masakari.Core.VMoves;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.VMoves;

/// <summary><c>/notifications/{id}/vmoves</c>.</summary>
internal sealed class VMoveEndpoints(VMoveRepository moves, NotificationRepository notifications, ApiOptions options) : IApiEndpoints
{
    public ApiResource Resource => new("vmoves")
    {
        Parent = "notifications",
        Item = typeof(VMoveBody),
        Index = new ApiOperation(ListAsync) { Rule = "os_masakari_api:vmoves:index" },
        Show = new ApiOperation(ShowAsync) { Rule = "os_masakari_api:vmoves:detail" },
    };

    private async Task<IResult> ListAsync(ApiRequest request, CancellationToken ct)
    {
        var page = Listing.Page(request.Query, options.MaxLimit);
        if (!page.Ok)
            return Faults.From(page.Refusal);
        var notification = await HostFailureAsync(request.ParentId, ct);
        if (!notification.Ok)
            return Faults.From(notification.Refusal);
        var filter = new VMoveFilter { Status = request.Query.Last("status"), Type = request.Query.Last("type") };
        var found = await moves.ListAsync(notification.Value.Uuid, filter, page.Value, ct);
        return found.Ok ? Answers.Ok(new { vmoves = found.Value.Select(VMoveBody.From) }) : Faults.From(found.Refusal);
    }

    private async Task<IResult> ShowAsync(ApiRequest request, CancellationToken ct)
    {
        var notification = await HostFailureAsync(request.ParentId, ct);
        if (!notification.Ok)
            return Faults.From(notification.Refusal);
        return UuidText.Stored(request.Id) is { } uuid && await moves.FindAsync(uuid, ct) is { } move
            ? Answers.Ok(new { vmove = VMoveBody.From(move) })
            : Faults.From(Refusal.NotFound($"No vm move with id {request.Id}."));
    }

    private async Task<Result<Notification>> HostFailureAsync(string id, CancellationToken ct)
    {
        if (UuidText.Stored(id) is not { } uuid || await notifications.FindAsync(uuid, ct) is not { } notification)
            return UnknownId.Notification(id);
        return notification.Type == NotificationType.ComputeHost
            ? notification : Refusal.Invalid($"This notification {id} without vm moves.");
    }
}
