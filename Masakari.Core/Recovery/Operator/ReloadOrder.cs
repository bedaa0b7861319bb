namespace Masakari.Core.Recovery.Operator;

/// <summary>An operator's order to read the configuration again.</summary>
/// <param name="Id">Of this order.</param>
/// <param name="By">Who gave it.</param>
internal sealed record ReloadOrder(Guid Id, string By);
