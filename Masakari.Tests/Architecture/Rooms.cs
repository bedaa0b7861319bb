namespace Masakari.Tests.Architecture;

/// <summary>The rooms and the allowed references: an arrow lets a room use another room and all rooms that the other one may use.</summary>
internal static class Rooms
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Host"] = ["Host.Cli"],
        ["Host.Cli"] = ["Host.Sandbox"],
        ["Host.Sandbox"] = ["Host.Service"],
        ["Host.Service"] = ["Host.Api", "Host.Jobs", "Host.Lifetime", "Host.Web"],
        ["Host.Api"] = ["Host.Auth"],
        ["Host.Jobs"] = ["Host.Auth"],
        ["Host.Lifetime"] = ["Host.Auth"],
        ["Host.Web"] = ["Host.Auth"],
        ["Host.Auth"] = ["Core.Recovery", "Core.Monitoring"],
        ["Core.Recovery"] = ["Core.VMoves", "Core.Notifications", "Core.OpenStack.Nova"],
        ["Core.VMoves"] = ["Core.Notifications"],
        ["Core.Notifications"] = ["Core.Hosts"],
        ["Core.Hosts"] = ["Core.Segments", "Core.OpenStack.Nova"],
        ["Core.Segments"] = ["Core.Events"],
        ["Core.Monitoring"] = ["Core.OpenStack.InstanceHa"],
        ["Core.OpenStack.InstanceHa"] = ["Core.OpenStack"],
        ["Core.OpenStack.Nova"] = ["Core.OpenStack"],
        ["Core.OpenStack"] = ["Core.Events"],        // with Http and Identity, which the other two share
        ["Core.Events"] = ["Core.Persistence"],
        ["Core.Persistence"] = ["Core.Configuration"],
        ["Core.Configuration"] = ["Core"],
        ["Core"] = [],
    };

    // These classes register the clients of all OpenStack rooms.
    private static readonly string[] Composers = ["Masakari.Core.OpenStack.OpenStackRegistration", "Masakari.Core.OpenStack.OpenStackClients"];

    /// <summary>The references that no arrow allows.</summary>
    public static IReadOnlyList<string> Violations(IEnumerable<(string From, string To)> references) =>
    [
        .. references.Where(reference => !Composers.Contains(reference.From) && !Allowed(Of(reference.From), Of(reference.To)))
            .Select(reference => $"{reference.From} uses {reference.To}").Order(StringComparer.Ordinal),
    ];

    private static bool Allowed(string from, string to) => from == to || Arrows[from].Any(next => Allowed(next, to));

    private static string Of(string type)
    {
        var parts = type.Split('.')[1..];
        if (parts.Length < 2)
            return "Host";   // Program
        var room = string.Join('.', parts[..^1]);
        while (!Arrows.ContainsKey(room))
            room = room.Contains('.', StringComparison.Ordinal) ? room[..room.LastIndexOf('.')] : throw new InvalidOperationException($"{type} is in no room.");
        return room;
    }
}
