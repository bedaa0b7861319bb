using System.Data.Common;

namespace Masakari.Core.Hosts;

/// <summary>Notes which hosts the recovery has set on maintenance. After a false alarm the recovery ends only such a maintenance.</summary>
public interface IMaintenanceJournal
{
    /// <summary>
    /// Forgets that the recovery has set the host on maintenance. Called when an operator sets <c>on_maintenance</c>, to either value: from
    /// then on the flag is the operator's, and a false alarm does not change it.
    /// </summary>
    /// <param name="transaction">The transaction that changes the host.</param>
    /// <param name="host">The host.</param>
    /// <param name="ct">Cancels the write.</param>
    Task ForgetAsync(DbTransaction transaction, Guid host, CancellationToken ct);
}
