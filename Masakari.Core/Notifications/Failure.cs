using System.Text.Json;

namespace Masakari.Core.Notifications;

/// <summary>What a notification reports: its payload, read. The notification's type decides the kind.</summary>
public abstract record Failure
{
    private protected Failure()
    {
    }

    /// <summary>
    /// Reads a payload. Never throws: the row may be of the Python original, and its payload may be any text. A value that is missing or
    /// not a text is read as <see langword="null"/>.
    /// </summary>
    internal static Failure Read(NotificationType type, string payloadJson)
    {
        try
        {
            using var document = JsonDocument.Parse(payloadJson);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(type, document.RootElement)
                : Unreadable("it is not a JSON object");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return Unreadable("it is not valid JSON");   // a character of which one half is missing gives the last two exceptions
        }
    }

    private static Failure Read(NotificationType type, JsonElement payload) => type switch
    {
        NotificationType.ComputeHost => new HostFailure(Text(payload, "event"), Text(payload, "host_status")),
        NotificationType.Process => new ProcessFailure(Text(payload, "event"), Text(payload, "process_name")),
        NotificationType.Vm => OfInstance(payload),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static Failure OfInstance(JsonElement payload)
    {
        if (Text(payload, "instance_uuid") is not { } text)
            return Unreadable("its instance_uuid is missing");
        return ParseUuid(text) is { } instance
            ? new InstanceFailure(instance, Text(payload, "event"), Text(payload, "vir_domain_event"))
            : Unreadable($"its instance_uuid '{text}' is not a UUID");
    }

    private static string? Text(JsonElement payload, string key) =>
        payload.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // The API accepts these spellings, as Python's uuid module does: no dashes, braces, urn:uuid:, upper case.
    private static Guid? ParseUuid(string text)
    {
        var bare = text.Replace("urn:", "", StringComparison.Ordinal).Replace("uuid:", "", StringComparison.Ordinal).Trim('{', '}');
        return Guid.TryParseExact(bare.Replace("-", "", StringComparison.Ordinal), "N", out var uuid) ? uuid : null;
    }

    private static UnreadableFailure Unreadable(string reason) => new($"The stored payload cannot be read: {reason}.");
}

/// <summary>A report about a whole host (type <c>COMPUTE_HOST</c>).</summary>
/// <param name="Event"><c>STOPPED</c> or <c>STARTED</c>.</param>
/// <param name="HostStatus">
/// <c>NORMAL</c>: the monitor has confirmed the failure. <c>UNKNOWN</c>: the monitor could not confirm that the host is powered off.
/// </param>
public sealed record HostFailure(string? Event, string? HostStatus) : Failure
{
    /// <summary>Whether the report says that the host has stopped.</summary>
    public bool IsStop => Event == "STOPPED";
}

/// <summary>A report about one instance (type <c>VM</c>). The monitors send many pairs of events; few of them ask for a recovery.</summary>
/// <param name="Instance">Nova's id of the instance.</param>
/// <param name="Event">The kind of libvirt event, such as <c>LIFECYCLE</c> or <c>IO_ERROR</c>, or <c>QEMU_GUEST_AGENT_ERROR</c>.</param>
/// <param name="DomainEvent">
/// <c>vir_domain_event</c>: what happened, such as <c>STOPPED_FAILED</c>, <c>IO_ERROR_REPORT</c> or <c>SHUTDOWN_FINISHED</c>.
/// </param>
public sealed record InstanceFailure(Guid Instance, string? Event, string? DomainEvent) : Failure
{
    /// <summary>The guest has stopped, by the hypervisor's word. All other events are about a guest that may still run.</summary>
    public bool SaysStopped => Event == "LIFECYCLE";
}

/// <summary>A report about a process on a host (type <c>PROCESS</c>).</summary>
/// <param name="Event"><c>STOPPED</c>. The API accepts <c>STARTED</c> too, which no monitor sends.</param>
/// <param name="ProcessName">Such as <c>nova-compute</c>: the base name of the monitored command, with its arguments.</param>
public sealed record ProcessFailure(string? Event, string? ProcessName) : Failure;

/// <summary>A payload that cannot be read. Only rows of the Python original can have one.</summary>
/// <param name="Why">A sentence for the notification's message.</param>
public sealed record UnreadableFailure(string Why) : Failure;
