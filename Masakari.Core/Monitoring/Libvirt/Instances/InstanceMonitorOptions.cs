using Masakari.Core.Configuration;

namespace Masakari.Core.Monitoring.Libvirt.Instances;

/// <summary>Which events of guests are reported, from <c>[libvirt]</c>.</summary>
internal sealed record InstanceMonitorOptions
{
    private static readonly EventName[] ActedOn = [EventName.Crash, EventName.IoError];

    /// <summary>The events that are reported.</summary>
    public IReadOnlySet<EventName> Events { get; init; } = ActedOn.ToHashSet();

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/>.</summary>
    public static InstanceMonitorOptions Read(Conf conf)
    {
        var section = conf.Section("libvirt");
        var names = section.List(
            "events", [.. ActedOn.Select(name => name.ToString())],
            "The events of guests that the instance monitor reports, each as event/vir_domain_event. The default is what Masakari "
            + "recovers.");
        var everything = section.Bool(
            "send_all_events", fallback: false,
            "Report all events that the Python monitor reports, whatever events says. Masakari stores them and ignores most of them.");
        var known = GuestEventTable.Names.ToDictionary(name => name.ToString());
        foreach (var name in names.Where(name => !known.ContainsKey(name)))
            section.Error("events", $"'{name}' is not an event that can be reported, which are {string.Join(", ", known.Keys)}");
        var wanted = names.Where(known.ContainsKey).Select(name => known[name]);
        return new() { Events = everything ? GuestEventTable.Names.ToHashSet() : wanted.ToHashSet() };
    }
}
