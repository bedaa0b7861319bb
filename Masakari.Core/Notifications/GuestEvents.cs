using Masakari.Core.Configuration;

namespace Masakari.Core.Notifications;

/// <summary>Which reports about guests ask for a recovery, from <c>[instance_failure]</c>. The monitors send many others.</summary>
public sealed record GuestEvents
{
    private static readonly string[] OfTheOriginal =
        ["LIFECYCLE/STOPPED_FAILED", "IO_ERROR/IO_ERROR_REPORT", "QEMU_GUEST_AGENT_ERROR/STOPPED_FAILED"];

    /// <summary><c>events</c>: the pairs of <c>event</c> and <c>vir_domain_event</c> that are acted on, compared exactly.</summary>
    public IReadOnlySet<string> ActedOn { get; init; } = OfTheOriginal.ToHashSet();

    /// <summary>
    /// <c>max_event_age_seconds</c>: an older report that does not say that the guest has stopped is not acted on; the guest may be healthy by
    /// now.
    /// </summary>
    public TimeSpan LongestAge { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Why a report is not acted on, whatever its age; <see langword="null"/> = it is.</summary>
    public string? WhyIgnored(InstanceFailure failure) => ActedOn.Contains($"{failure.Event}/{failure.DomainEvent}")
        ? null
        : $"The event {failure.Event ?? "(missing)"}/{failure.DomainEvent ?? "(missing)"} asks for no recovery: "
            + "[instance_failure] events does not list it.";

    /// <summary>Why a report is not acted on; <see langword="null"/> = it is.</summary>
    public string? WhyIgnored(InstanceFailure failure, Notification notification)
    {
        if (WhyIgnored(failure) is { } why) return why;
        var age = notification.CreatedAt - notification.GeneratedAt;
        return failure.SaysStopped || age <= LongestAge
            ? null
            : $"The report was {age.TotalSeconds:0} seconds old when it arrived. The guest may be healthy by now: it was not restarted.";
    }

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/> and <see cref="Conf.Warnings"/>.</summary>
    public static GuestEvents Read(Conf conf)
    {
        var section = conf.Section("instance_failure");
        var events = section.List(
            "events", OfTheOriginal,
            "The events of VM notifications that are acted on, each as EVENT/DETAIL: the fields event and vir_domain_event of the report. "
                + "All other reports end as ignored.");
        foreach (var odd in events.Where(one => one.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]))
            section.Error("events", $"has '{odd}', which is not of the form EVENT/DETAIL");
        return new()
        {
            ActedOn = events.ToHashSet(),
            LongestAge = section.Seconds(
                "max_event_age_seconds", 600,
                "A report of the guest agent or of an I/O error that is older than this when it arrives is ignored: "
                    + "the guest may be healthy by now.", min: 1),
        };
    }
}
