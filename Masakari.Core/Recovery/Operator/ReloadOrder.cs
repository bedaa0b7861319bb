namespace Masakari.Core.Recovery.Operator;

/// <summary>An operator's order to read the configuration again.</summary>
/// <param name="Id">The order's identity: a new order has a new one.</param>
/// <param name="By">Who gave it.</param>
public sealed record ReloadOrder(Guid Id, string By);
