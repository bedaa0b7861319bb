namespace Masakari.Core.Segments;

/// <summary>The words for recovery methods, the same on the wire and in the table.</summary>
public static class RecoveryMethodText
{
    /// <summary>The word for a method.</summary>
    public static string ToText(this RecoveryMethod method) => method switch
    {
        RecoveryMethod.Auto => "auto",
        RecoveryMethod.ReservedHost => "reserved_host",
        RecoveryMethod.AutoPriority => "auto_priority",
        RecoveryMethod.RhPriority => "rh_priority",
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };

    /// <summary>The method that a word names, or <see langword="null"/>.</summary>
    public static RecoveryMethod? Parse(string text) => text switch
    {
        "auto" => RecoveryMethod.Auto,
        "reserved_host" => RecoveryMethod.ReservedHost,
        "auto_priority" => RecoveryMethod.AutoPriority,
        "rh_priority" => RecoveryMethod.RhPriority,
        _ => null,
    };
}
