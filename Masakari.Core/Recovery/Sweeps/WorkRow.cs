using Masakari.Core.Notifications;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>A notification that a sweep found.</summary>
internal sealed record WorkRow
{
    private const string UuidShape = "'________-____-____-____-____________'";

    /// <summary>
    /// The condition that the row n of <c>notifications</c> can be read. Another version or a script may have left rows that cannot be
    /// read. They must not take the places of others in a limited list.
    /// </summary>
    public static readonly string IsReadable =
        $"n.type IN ({string.Join(", ", Enum.GetValues<NotificationType>().Select(type => $"'{type.ToText()}'"))})"
        + $" AND n.notification_uuid LIKE {UuidShape} AND n.source_host_uuid LIKE {UuidShape}";

    public string Uuid { get; init; } = "";

    public string Type { get; init; } = "";

    /// <summary>The reported host; its uuid when nothing is known of it.</summary>
    public string Host { get; init; } = "";

    /// <summary>1 = no further attempt is due.</summary>
    public long IsOver { get; init; }

    /// <summary>The notification's uuid.</summary>
    /// <exception cref="FormatException">The row has no uuid.</exception>
    public Guid Notification => Guid.Parse(Uuid);

    /// <summary>Wakes a worker for it.</summary>
    /// <exception cref="FormatException">The row has no uuid.</exception>
    /// <exception cref="InvalidDataException">This version does not know the type.</exception>
    public void Ring(NotificationQueue queue) =>
        queue.Ring(Notification, NotificationText.ParseType(Type) ?? throw new InvalidDataException($"The type '{Type}' is unknown."));
}
