using System.Globalization;

namespace Masakari.Host.Sandbox;

/// <summary>Reads servers and their actions.</summary>
internal sealed class NovaServers(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory, CellOutages cells)
{
    private readonly ServerJson json = new(options, timeline);

    public SimulatedAnswer Show(NovaCall call, string id) =>
        Find(call, id) is not { } instance ? Gone(id) : IsAway(instance) ? NovaFault.Unexpected() : json.One(call.Request, instance);

    public SimulatedAnswer ShowActions(NovaCall call, string id) =>
        Find(call, id) is { } instance ? SimulatedAnswer.Of(200, ActionsBody(instance)) : Gone(id);

    public SimulatedAnswer List(NovaCall call)
    {
        var request = call.Request;
        var allTenants = request.Query("all_tenants") is not (null or "0" or "False" or "false");
        if (allTenants && !call.IsAdmin) return NovaFault.Forbidden("os_compute_api:servers:detail:get_all_tenants");
        DateTimeOffset? since = null;
        if (request.Query("changes-since") is { } text)
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
                return NovaFault.BadRequest($"Invalid input for query parameters changes-since. Value: {text}. '{text}' is not a 'date-time'");
            since = parsed;
        }

        var host = call.IsAdmin ? request.Query("host") : null;
        var away = cells.Strike(CellData.Servers);
        var matching = inventory.Instances.Reverse()
            .Where(i => allTenants || i.Project == call.Caller.Project)
            .Where(i => !away.Contains(i.Host.Cell))
            .Where(i => host is null || i.Host.Name == host)
            .Where(i => request.Query("name") is not { } part || i.Name.Contains(part, StringComparison.Ordinal))
            .Where(i => since is null ? !i.IsDeleted : WholeSecond(i.UpdatedAt) >= since);
        return Page(request, matching.ToList());
    }

    public static SimulatedAnswer Gone(string id) => NovaFault.NotFound($"Instance {id} could not be found.");

    /// <summary>Null: unknown, deleted, or in another project than the caller's.</summary>
    public Instance? Find(NovaCall call, string id) =>
        Guid.TryParse(id, out _) && inventory.FindInstance(id) is { IsDeleted: false } found && (call.IsAdmin || found.Project == call.Caller.Project)
            ? found
            : null;

    /// <summary>The server's cell does not answer: before 2.69 Nova then fails.</summary>
    public bool IsAway(Instance instance) => cells.Strike(CellData.Servers).Contains(instance.Host.Cell);

    private SimulatedAnswer Page(SimulatedRequest request, List<Instance> matching)
    {
        var start = 0;
        if (request.Query("marker") is { } marker)
        {
            start = matching.FindIndex(i => i.Id.ToString() == marker) + 1;
            if (start == 0) return NovaFault.BadRequest($"marker [{marker}] not found");
        }

        var limit = int.TryParse(request.Query("limit"), CultureInfo.InvariantCulture, out var asked) && asked > 0
            ? Math.Min(asked, options.PageLimit)
            : options.PageLimit;
        var page = matching.Skip(start).Take(limit).ToList();
        return json.Page(request, page, hasMore: start + page.Count < matching.Count);
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));

    private static Dictionary<string, object> ActionsBody(Instance instance) => new()
    {
        ["instanceActions"] = Enumerable.Reverse(instance.Actions).Select(a => new
        {
            action = a.Name,
            instance_uuid = instance.Id,
            request_id = a.RequestId,
            user_id = a.UserId,
            project_id = a.ProjectId,
            start_time = Moments.Stored(a.StartedAt),
            message = (string?)null,
        }),
    };
}
