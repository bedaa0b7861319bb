namespace Masakari.Core.VMoves;

/// <summary>The words of <see cref="VMoveStatus"/> in the table and on the wire.</summary>
internal static class VMoveWords
{
    public static string ToText(this VMoveStatus status) => status switch
    {
        VMoveStatus.Pending => "pending",
        VMoveStatus.Ongoing => "ongoing",
        VMoveStatus.Succeeded => "succeeded",
        VMoveStatus.Failed => "failed",
        VMoveStatus.Ignored => "ignored",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <exception cref="FormatException">No such word.</exception>
    public static VMoveStatus ToStatus(string word) => word switch
    {
        "pending" => VMoveStatus.Pending,
        "ongoing" => VMoveStatus.Ongoing,
        "succeeded" => VMoveStatus.Succeeded,
        "failed" => VMoveStatus.Failed,
        "ignored" => VMoveStatus.Ignored,
        _ => throw new FormatException($"'{word}' is not a status of a vmove."),
    };
}
