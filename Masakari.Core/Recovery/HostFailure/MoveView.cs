using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>What the decision rests on: the journal, what Nova shows, and what this attempt has done.</summary>
internal sealed record MoveView
{
    /// <summary>For the clocks of two database nodes.</summary>
    public static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(5);

    /// <summary>As it stood when the attempt began.</summary>
    public required MoveJournalEntry Journal { get; init; }

    /// <summary>The failed host.</summary>
    public required string Source { get; init; }

    /// <summary>The limits of the waits.</summary>
    public required WaitOptions Waits { get; init; }

    /// <summary>The instance; <see langword="null"/> = it no longer exists.</summary>
    public Server? Server { get; init; }

    /// <summary>Nova's evacuations of this instance away from the failed host, old ones too.</summary>
    public IReadOnlyList<EvacuationRecord> Evacuations { get; init; } = [];

    /// <summary>A live migration away from the failed host that was under way when the host died; <see langword="null"/> = none.</summary>
    public LiveMigration? LiveMigration { get; init; }

    /// <summary>Nova has rejected an evacuate call of this attempt because of the state of the instance.</summary>
    public bool StateWasRejected { get; init; }

    /// <summary>Why Nova has rejected the evacuate call.</summary>
    public OpenStackException? Rejection { get; init; }

    /// <summary>A rebuild without a record was waited for.</summary>
    public bool WaitedForRebuild { get; init; }

    /// <summary>A call of a former life can't arrive any more.</summary>
    public bool WaitedOut { get; init; }

    /// <summary>The evacuation that is watched has a record above this number.</summary>
    public long WatchAbove { get; init; }

    /// <summary>
    /// A record above this number shows that Nova has heard the call that may have been lost. When the journal may lack the last call, an older
    /// one that is over shows nothing.
    /// </summary>
    public long HeardAbove => Journal.IsDoubted
        ? Math.Max(Journal.NewestForeignRecord, Evacuations.Where(one => !one.IsOpen).NewestId())
        : Journal.NewestForeignRecord;

    /// <summary>How the evacuation ended; <see langword="null"/> = not within its time limit.</summary>
    public Landing? Landing { get; init; }

    /// <summary>What the last poll of an evacuation showed that did not end within its time limit.</summary>
    public InstanceView? LastPolled { get; init; }

    /// <summary>Nova shows it stopped, or gone.</summary>
    public bool HasStopped { get; init; }

    /// <summary>Why it could not be started, as a sentence; <see langword="null"/> = it runs.</summary>
    public string? StartTrouble { get; init; }

    /// <summary>Why nothing is to be sent any more, as a sentence.</summary>
    public string? Abort { get; init; }
}
