namespace Masakari.Core.VMoves;

/// <summary>The words for the statuses of vmoves, the same on the wire and in the table.</summary>
public static class VMoveStatusText
{
    /// <summary>The word for a status.</summary>
    public static string ToText(this VMoveStatus status) => status switch
    {
        VMoveStatus.Pending => "pending",
        VMoveStatus.Ongoing => "ongoing",
        VMoveStatus.Succeeded => "succeeded",
        VMoveStatus.Failed => "failed",
        VMoveStatus.Ignored => "ignored",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>The status that a word names, or <see langword="null"/>.</summary>
    public static VMoveStatus? Parse(string? text) => text switch
    {
        "pending" => VMoveStatus.Pending,
        "ongoing" => VMoveStatus.Ongoing,
        "succeeded" => VMoveStatus.Succeeded,
        "failed" => VMoveStatus.Failed,
        "ignored" => VMoveStatus.Ignored,
        _ => null,
    };
}
