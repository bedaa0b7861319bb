using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Operator;

namespace Masakari.Core.Recovery.Permits;

/// <summary>
/// Whether one change of a recovery may go out this moment: its owner still holds the claim, the operator has neither paused the engines
/// nor aborted the notification, and what the change rests on is fresh. A permit waits for nothing and serves one try.
/// </summary>
internal sealed class ChangePermit : IChangePermit
{
    private readonly ClaimSet claim;
    private readonly OperatorOrders orders;
    private readonly Func<bool> isFresh;
    private readonly bool goesInSpiteOfAbort;

    private ChangePermit(ClaimSet claim, OperatorOrders orders, Func<bool> isFresh, bool goesInSpiteOfAbort) =>
        (this.claim, this.orders, this.isFresh, this.goesInSpiteOfAbort) = (claim, orders, isFresh, goesInSpiteOfAbort);

    /// <summary>What was answered last.</summary>
    public PermitAnswer Answer { get; private set; }

    /// <summary>For a change that rests on nothing but what the caller has just seen.</summary>
    public static ChangePermit ForChange(ClaimSet claim, OperatorOrders orders) =>
        new(claim, orders, () => true, goesInSpiteOfAbort: false);

    /// <summary>For a change that the journal announces: it may go only while the announcement is young.</summary>
    public static ChangePermit ForIntent(ClaimSet claim, OperatorOrders orders, Func<bool> isFresh) =>
        new(claim, orders, isFresh, goesInSpiteOfAbort: false);

    /// <summary>For taking back what we changed: that belongs to an abort, which lets it through even during a pause.</summary>
    public static ChangePermit ForUndo(ClaimSet claim, OperatorOrders orders) => new(claim, orders, () => true, goesInSpiteOfAbort: true);

    public async Task<bool> MayGoAsync(CancellationToken ct)
    {
        Answer = Decide(await orders.LookAsync(ct));
        return Answer == PermitAnswer.Go;
    }

    private PermitAnswer Decide(EngineOrders now)
    {
        if (claim.IsLost) return PermitAnswer.ClaimLost;   // after the look, which may have taken long
        if (now.AbortOf(claim.Notification) is not null) return goesInSpiteOfAbort ? PermitAnswer.Go : PermitAnswer.Aborted;
        if (now.Pause is not null) return PermitAnswer.Paused;
        return isFresh() ? PermitAnswer.Go : PermitAnswer.Stale;
    }
}

/// <summary>The answers of a <see cref="ChangePermit"/>.</summary>
internal enum PermitAnswer
{
    /// <summary>The request never came so far.</summary>
    NotAsked,

    /// <summary>The change may go.</summary>
    Go,

    /// <summary>The operator has paused the engines.</summary>
    Paused,

    /// <summary>The operator has aborted the notification.</summary>
    Aborted,

    /// <summary>What the change rests on has grown old.</summary>
    Stale,

    /// <summary>The claim is another owner's, or its lease has run out.</summary>
    ClaimLost,
}
