using System.Text.Json.Nodes;
using Masakari.Core;
using Masakari.Core.Notifications;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Routing;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Notifications;

/// <summary><c>/notifications</c>: where a notification enters the service.</summary>
internal sealed class NotificationEndpoints(
    NotificationRepository notifications, NotificationIntake intake, ProgressRepository progress, ApiOptions options) : IApiEndpoints
{
    public ApiResource Resource => new("notifications")
    {
        Item = typeof(NotificationBody),
        Index = new ApiOperation(ListAsync) { Rule = "os_masakari_api:notifications:index" },
        Create = new ApiOperation(CreateAsync) { Rule = "os_masakari_api:notifications:create", Body = NotificationShapes.Create },
        Show = new ApiOperation(ShowAsync) { Rule = "os_masakari_api:notifications:detail" },
        RoutesActions = true,
    };

    private async Task<IResult> ListAsync(ApiRequest request, CancellationToken ct)
    {
        var page = Listing.Page(request.Query, options.MaxLimit);
        if (!page.Ok)
            return Faults.From(page.Refusal);
        var since = request.Query.Last("generated-since");
        DateTimeOffset from = default;
        if (since is not null && !WireTime.TryRead(since, out from))
            return Faults.From(Refusal.Invalid("Invalid generated-since value"));
        var filter = new NotificationFilter
        {
            Status = request.Query.Last("status"),
            Type = request.Query.Last("type"),
            SourceHostUuid = request.Query.Last("source_host_uuid"),
            GeneratedSince = since is null ? null : from,
        };
        var found = await notifications.ListAsync(filter, page.Value, ct);
        return found.Ok ? Answers.Ok(new { notifications = found.Value.Select(NotificationBody.From) }) : Faults.From(found.Refusal);
    }

    private async Task<IResult> ShowAsync(ApiRequest request, CancellationToken ct)
    {
        if (UuidText.Stored(request.Id) is not { } uuid || await notifications.FindAsync(uuid, ct) is not { } notification)
            return Faults.From(UnknownId.Notification(request.Id));
        return Answers.Ok(Envelope(request.Version.Reaches(Microversion.WorkflowDetails)
            ? NotificationBody.From(notification, await progress.DetailsAsync(uuid, ct))
            : NotificationBody.From(notification)));
    }

    private async Task<IResult> CreateAsync(ApiRequest request, CancellationToken ct)
    {
        var draft = Draft(request.Body);
        if (PayloadShape.Check(draft.Type, request.Body["payload"]!.AsObject()) is { } problem)
            return Faults.InvalidBody(problem.Message);
        var accepted = await intake.AcceptAsync(draft, ct);
        return accepted.Ok ? Answers.Accepted(Envelope(NotificationBody.From(accepted.Value))) : Faults.From(accepted.Refusal);
    }

    private static object Envelope(NotificationBody notification) => new { notification };

    private static NotificationDraft Draft(JsonObject body)
    {
        WireTime.TryRead(body.Text("generated_time")!, out var generated);
        return new NotificationDraft
        {
            Type = NotificationText.ParseType(body.Text("type")!)!.Value,
            HostName = body.Text("hostname")!,
            GeneratedAt = generated,
            PayloadJson = PythonJson.Text(body["payload"]),
        };
    }
}
