namespace Masakari.Core.Recovery.Claims;

/// <summary>The operator has aborted the recovery: nothing further is sent to Nova but the removal of our own locks.</summary>
internal sealed class AbortedException(string order) : Exception($"Aborted {order}.");
