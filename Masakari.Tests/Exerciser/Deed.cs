namespace Masakari.Tests.Exerciser;

/// <summary>What can happen in a story. Each deed can be switched on alone.</summary>
[Flags]
internal enum Deed : long
{
    None = 0,

    /// <summary>Nova or Keystone refuses, hangs, answers late or loses an answer.</summary>
    Fault = 1 << 0,

    /// <summary>kill -9 of the first controller, and a new start.</summary>
    KillService = 1 << 1,

    /// <summary>An orderly stop of the first controller, and a new start.</summary>
    StopService = 1 << 2,

    RevokeTokens = 1 << 3,

    /// <summary>Every claim is suddenly somebody else's, who never works.</summary>
    StealClaims = 1 << 4,

    /// <summary>A table is away for some seconds.</summary>
    LoseTable = 1 << 5,

    /// <summary>The owner deletes a server.</summary>
    DeleteServer = 1 << 6,

    /// <summary>Nova itself gives up an evacuation.</summary>
    FailedBuild = 1 << 7,

    /// <summary>Every call of one kind of GET fails for some seconds.</summary>
    FailedReads = 1 << 8,

    /// <summary>One more host dies, at once or later.</summary>
    AnotherHostDies = 1 << 9,

    /// <summary>A dead host comes back with its guests.</summary>
    HostReturns = 1 << 10,

    /// <summary>A dead host comes back, its guests stay off.</summary>
    HostReturnsOff = 1 << 11,

    /// <summary>A dead host comes back for some seconds and dies again.</summary>
    HostDiesAgain = 1 << 12,

    /// <summary>A host is cut off: it is silent and its guests run on.</summary>
    CutHost = 1 << 13,

    /// <summary>An operator sets forced_down on a dead host, and perhaps takes it back while the host is dead.</summary>
    ForcedDown = 1 << 14,

    /// <summary>A forced_down that was forgotten on a living host, and a false report about that host.</summary>
    ForgottenForcedDown = 1 << 15,

    ConfirmDown = 1 << 16,

    /// <summary>The operator pauses for some seconds.</summary>
    Pause = 1 << 17,

    Abort = 1 << 18,

    /// <summary>An operator evacuates a server that nobody evacuates at that moment.</summary>
    EvacuateByHand = 1 << 19,

    /// <summary>An operator disables the service of a dead host with a reason of his own, or changes the reason.</summary>
    ForeignWrite = 1 << 20,

    /// <summary>A cell's database does not answer: Nova leaves its servers, services or migrations out.</summary>
    ShortList = 1 << 21,

    /// <summary>The message bus is away, and a living host is reported.</summary>
    BusOutage = 1 << 22,

    /// <summary>A living host is reported.</summary>
    FalseReport = 1 << 23,

    /// <summary>The wall clock of a controller steps.</summary>
    ControllerClock = 1 << 24,

    /// <summary>The wall clock of the database steps by at most two minutes.</summary>
    DatabaseClock = 1 << 25,

    /// <summary>A second controller starts, or starts again.</summary>
    OtherController = 1 << 26,

    /// <summary>kill -9 of the second controller.</summary>
    KillOther = 1 << 27,

    /// <summary>kill -9 at the n-th call of the cloud, and a new start.</summary>
    KillAtCall = 1 << 28,

    /// <summary>The first controller stands still from its n-th call of the cloud on, and goes on later as a stale owner.</summary>
    FreezeAtCall = 1 << 29,

    /// <summary>The owner of a server on a living host stops it.</summary>
    OwnerStops = 1 << 30,

    /// <summary>c1 dies and is reported: the first step of every story that is drawn.</summary>
    HostDies = 1L << 31,

    /// <summary>A guest on a living host crashes, and its monitor reports it, at once or later.</summary>
    GuestCrashes = 1L << 32,

    /// <summary>The monitor reports that a running guest's agent is silent, or that its disk has errors.</summary>
    GuestTrouble = 1L << 33,

    /// <summary>A guest crashes and is reported, and its owner stops it meanwhile.</summary>
    OwnerStopsCrashed = 1L << 34,

    /// <summary>nova-compute ends on a living host, or another process, and is reported; the host may die afterwards.</summary>
    ProcessFails = 1L << 35,

    /// <summary>An operator disables a reserved host that a recovery has taken. Such stories have any of the four recovery methods.</summary>
    SpareDisabled = 1L << 36,
}
