namespace Masakari.Tests.Architecture;

/// <summary>
/// The rooms and the allowed references: an arrow lets a room use another room and all rooms that the other one may use. A folder in a
/// room is a part of the room, unless the room has sub-rooms: then each folder is a sub-room with a row of its own.
/// </summary>
internal static class Rooms
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Host"] = ["Host.Cli"],
        ["Host.Cli"] = ["Host.Sandbox"],
        ["Host.Sandbox"] = ["Host.Service"],
        ["Host.Service"] = ["Host.Api", "Host.Jobs", "Host.Lifetime", "Host.Web"],
        ["Host.Api"] =
        [
            "Host.Api.Segments", "Host.Api.Hosts", "Host.Api.Notifications", "Host.Api.VMoves", "Host.Api.Versions", "Host.Api.Extensions",
            "Host.Api.OpenApi", "Host.Api.Edge",
        ],
        ["Host.Api.Segments"] = ["Host.Api.Routing"],
        ["Host.Api.Hosts"] = ["Host.Api.Routing"],
        ["Host.Api.Notifications"] = ["Host.Api.Routing"],
        ["Host.Api.VMoves"] = ["Host.Api.Routing"],
        ["Host.Api.Versions"] = ["Host.Api.Routing"],
        ["Host.Api.Extensions"] = ["Host.Api.Routing"],
        ["Host.Api.OpenApi"] = ["Host.Api.Routing"],
        ["Host.Api.Routing"] = ["Host.Api.Bodies"],
        ["Host.Api.Bodies"] = ["Host.Api.Wire"],
        ["Host.Api.Edge"] = ["Host.Api.Wire"],
        ["Host.Api.Wire"] = ["Host.Auth"],
        ["Host.Jobs"] = ["Host.Auth"],
        ["Host.Lifetime"] = ["Host.Auth"],
        ["Host.Web"] = ["Host.Auth"],
        ["Host.Auth"] = ["Core.Recovery", "Core.Monitoring", "Core.Retention"],
        ["Core.Recovery"] =
        [
            "Core.Recovery.Sweeps", "Core.Recovery.HostFailure", "Core.Recovery.InstanceFailure", "Core.Recovery.ProcessFailure",
            "Core.Recovery.Status",
        ],
        ["Core.Recovery.InstanceFailure"] = ["Core.Recovery.Actions", "Core.Recovery.Flow"],
        ["Core.Recovery.ProcessFailure"] = ["Core.Recovery.Actions", "Core.Recovery.Flow"],
        ["Core.Recovery.Status"] = ["Core.Recovery.Operator", "Core.Recovery.Journals"],
        ["Core.Recovery.Sweeps"] = ["Core.Recovery.Evidence", "Core.Recovery.Spares"],
        ["Core.Recovery.Spares"] = ["Core.Recovery.Actions", "Core.Recovery.Flow"],
        ["Core.Recovery.HostFailure"] =
        [
            "Core.Recovery.PythonAdoption", "Core.Recovery.Evidence", "Core.Recovery.Spares", "Core.Recovery.MassFailure",
        ],
        ["Core.Recovery.PythonAdoption"] = ["Core.Recovery.Flow", "Core.Recovery.Operator", "Core.Recovery.Journals"],
        ["Core.Recovery.Evidence"] = ["Core.Recovery.Fencing"],
        ["Core.Recovery.Fencing"] =
        [
            "Core.Commands", "Core.Recovery.Permits", "Core.Recovery.MassFailure", "Core.Recovery.Flow",
        ],
        ["Core.Recovery.Actions"] = ["Core.Recovery.Permits"],
        ["Core.Recovery.MassFailure"] = ["Core.Recovery.Operator"],
        ["Core.Recovery.Permits"] = ["Core.Recovery.Operator", "Core.Recovery.Journals"],
        ["Core.Recovery.Operator"] = ["Core.Recovery.Claims"],
        ["Core.Recovery.Journals"] = ["Core.Recovery.Claims"],
        ["Core.Recovery.Flow"] = ["Core.Recovery.Claims"],
        ["Core.Recovery.Claims"] = ["Core.Recovery.Liveness"],
        ["Core.Recovery.Liveness"] = ["Core.VMoves", "Core.Notifications", "Core.OpenStack.Nova"],
        ["Core.VMoves"] = ["Core.Notifications"],
        ["Core.Notifications"] = ["Core.Hosts"],
        ["Core.Hosts"] = ["Core.Segments", "Core.OpenStack.Nova"],
        ["Core.Segments"] = ["Core.Events"],
        ["Core.Monitoring"] = ["Core.Monitoring.Hosts", "Core.Monitoring.Processes", "Core.Monitoring.Libvirt"],
        ["Core.Monitoring.Hosts"] = ["Core.Monitoring.Reports", "Core.Commands", "Core.OpenStack.Nova"],
        ["Core.Monitoring.Processes"] = ["Core.Monitoring.Reports", "Core.Commands"],
        ["Core.Monitoring.Libvirt"] = ["Core.Monitoring.Reports"],
        ["Core.Monitoring.Reports"] = ["Core.OpenStack.InstanceHa"],
        ["Core.OpenStack.InstanceHa"] = ["Core.OpenStack.Identity"],
        ["Core.OpenStack.Nova"] = ["Core.OpenStack.Identity"],
        ["Core.OpenStack.Identity"] = ["Core.OpenStack.Http"],
        ["Core.OpenStack.Http"] = ["Core.OpenStack"],
        ["Core.OpenStack"] = ["Core.Events"],
        ["Core.Commands"] = ["Core.Configuration"],
        ["Core.Retention"] = ["Core.Persistence"],
        ["Core.Events"] = ["Core.Persistence"],
        ["Core.Persistence"] = ["Core.Configuration"],
        ["Core.Configuration"] = ["Core"],
        ["Core"] = [],
    };

    // These classes put the clients of all OpenStack rooms together.
    private static readonly string[] Composers =
    [
        "Masakari.Core.OpenStack.OpenStackClients", "Masakari.Core.OpenStack.OpenStackProbe",
        "Masakari.Core.OpenStack.OpenStackRegistration", "Masakari.Core.OpenStack.InstanceHaConnection",
    ];

    /// <summary>The references that no arrow allows.</summary>
    /// <exception cref="InvalidOperationException">A type is in a room without a row.</exception>
    public static IReadOnlyList<string> Violations(IEnumerable<(string From, string To)> references) =>
    [
        .. references.Where(reference => !Composers.Contains(reference.From) && !Allowed(Of(reference.From), Of(reference.To)))
            .Select(reference => $"{reference.From} uses {reference.To}").Order(StringComparer.Ordinal),
    ];

    /// <summary>The pairs of rooms whose types use each other, whatever the arrows say.</summary>
    /// <exception cref="InvalidOperationException">A type is in a room without a row.</exception>
    public static IReadOnlyList<string> MutualUses(IEnumerable<(string From, string To)> references)
    {
        var uses = references.Where(reference => !Composers.Contains(reference.From))
            .GroupBy(reference => (From: Of(reference.From), To: Of(reference.To)))
            .ToDictionary(use => use.Key, use => use.Order().First());
        return
        [
            .. uses.Keys.Where(use => string.CompareOrdinal(use.From, use.To) < 0 && uses.ContainsKey((use.To, use.From)))
                .Select(use => $"{use.From} and {use.To}: {Text(uses[use])}, {Text(uses[(use.To, use.From)])}").Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The rooms that an arrow leads out of and, over other arrows, back to.</summary>
    public static IReadOnlyList<string> Circles()
    {
        var open = new HashSet<string>(Arrows.Keys);
        while (open.RemoveWhere(room => !Arrows[room].Any(open.Contains)) > 0)
        {
        }

        return [.. open.Order(StringComparer.Ordinal)];
    }

    private static bool Allowed(string from, string to) => from == to || Arrows[from].Any(next => Allowed(next, to));

    private static string Of(string type)
    {
        var parts = type.Split('.')[1..];
        if (parts.Length < 2)
            return "Host";   // Program
        var (folder, room) = (string.Join('.', parts[..^1]), string.Join('.', parts[..^1]));
        while (!Arrows.ContainsKey(room))
            room = room.Contains('.', StringComparison.Ordinal) ? room[..room.LastIndexOf('.')] : throw NoRow(type, folder);
        return room == folder || !HasSubRooms(room) ? room : throw NoRow(type, folder);
    }

    private static bool HasSubRooms(string room) => Arrows.Keys.Any(other => other.StartsWith(room + '.', StringComparison.Ordinal));

    private static InvalidOperationException NoRow(string type, string folder) =>
        new($"{type}: the room {folder} has no row in {nameof(Rooms)}.{nameof(Arrows)}.");

    private static string Text((string From, string To) reference) => $"{reference.From} uses {reference.To}";
}
