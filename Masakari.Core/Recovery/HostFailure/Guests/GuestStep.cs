namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>What is done about a guest after a look.</summary>
internal enum GuestStep
{
    /// <summary>Nova shows it active. That may be old, as long as Nova's power sync has not come.</summary>
    Runs,

    /// <summary>It is at some task, or a start has been sent: look again.</summary>
    Wait,

    /// <summary>It is stopped: who stopped it decides.</summary>
    Ask,

    /// <summary>It does not run, and it is not started.</summary>
    Leave,
}
