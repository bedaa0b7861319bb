using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Operator;

namespace Masakari.Core.Recovery.Permits;

/// <summary>Whether a change of the sweep may go: there is no pause, and the rows on which it rests are fresh.</summary>
internal sealed class SweepPermit(OperatorOrders orders, Func<bool> isFresh) : IChangePermit
{
    public async Task<bool> MayGoAsync(CancellationToken ct) => (await orders.LookAsync(ct)).Pause is null && isFresh();
}
