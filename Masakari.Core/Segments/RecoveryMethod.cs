namespace Masakari.Core.Segments;

/// <summary>Where the instances of a failed host go.</summary>
public enum RecoveryMethod
{
    /// <summary><c>auto</c>: wherever Nova's scheduler puts them.</summary>
    Auto,

    /// <summary><c>reserved_host</c>: to the segment's spare hosts.</summary>
    ReservedHost,

    /// <summary><c>auto_priority</c>: as auto, and to the spares what did not land.</summary>
    AutoPriority,

    /// <summary><c>rh_priority</c>: to the spares, and as auto what did not land.</summary>
    RhPriority,
}
