namespace Masakari.Core.Recovery.HostFailure;

/// <summary>Where the move of an instance stands.</summary>
internal enum MoveState
{
    /// <summary>
    /// A pause came between a look and a deed, or Nova shows an evacuation that began since the look: what is known is old.
    /// </summary>
    Postponed,

    /// <summary>Nova was looked at just now, and nothing was sent since.</summary>
    Seen,

    /// <summary>It is locked, and in a state from which Nova evacuates it.</summary>
    Ready,

    /// <summary>And nobody has asked for its evacuation since the look.</summary>
    Checked,

    /// <summary>Nova has rejected the evacuate call.</summary>
    Rejected,

    /// <summary>Nova has accepted an evacuation: ours, or one that was found under way.</summary>
    Accepted,

    /// <summary>The evacuation has ended, or its time limit has passed.</summary>
    Watched,

    /// <summary>It was to be stopped on its new host, and was waited for.</summary>
    Stopped,

    /// <summary>It was to be started on its new host, and was waited for.</summary>
    Started,

    /// <summary>It is in the state in which it shall be left.</summary>
    Settled,

    /// <summary>The operator has aborted the recovery, or the host no longer looks dead.</summary>
    Aborted,
}
