using Masakari.Core.Recovery.Operator;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Reads the operator's orders: an idle engine logs a new order, too.</summary>
internal sealed class OrdersLook(OperatorOrders orders) : ISweepPart
{
    public string Name => "the operator's orders";

    public bool HasWork(SweepLook look) => true;

    public Task RunAsync(Action showLife, CancellationToken ct) => orders.LookAsync(ct);
}
