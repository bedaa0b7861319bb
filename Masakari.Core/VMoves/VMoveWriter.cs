using System.Data.Common;
using Masakari.Core.Persistence;

namespace Masakari.Core.VMoves;

/// <summary>
/// The writer of the table <c>vmoves</c>. Each method runs in the transaction of its caller. An UPDATE changes a row only while
/// <see cref="VMoveLifecycle"/> allows the new status: a late writer overwrites nothing.
/// </summary>
internal sealed class VMoveWriter(Database database)
{
    // A status that no program is known to write counts as pending, as it does for the reader.
    private const string Guard = """
        uuid = @vmove AND deleted = 0 AND CASE WHEN status IN @known THEN status ELSE 'pending' END IN @before
        """;

    private static readonly string[] Known = [.. Enum.GetValues<VMoveStatus>().Select(status => status.ToText())];

    /// <summary>Inserts vmoves with the status <c>pending</c>.</summary>
    public Task InsertAsync(DbTransaction transaction, IReadOnlyCollection<VMoveDraft> drafts)
    {
        var sql = $"""
            INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host, type, status)
            VALUES ({Now}, 0, @vmove, @notification, @instance, @name, @sourceHost, 'evacuation', 'pending')
            """;
        var rows = drafts.Select(draft => new
        {
            vmove = draft.Uuid.ToText(), notification = draft.NotificationUuid.ToText(), instance = draft.InstanceUuid.ToText(),
            name = draft.InstanceName.ToStorable(255), sourceHost = draft.SourceHost,
        });
        return database.ExecuteAsync(transaction, sql, rows, CancellationToken.None);
    }

    /// <summary>An attempt begins: the status becomes <c>ongoing</c>. The start time of the first attempt stays.</summary>
    /// <returns><see langword="false"/> when the vmove is over or does not exist; nothing was written.</returns>
    public Task<bool> BeginAsync(DbTransaction transaction, Guid vmove) => UpdateAsync(
        transaction, vmove, VMoveStatus.Ongoing, $"start_time = COALESCE(start_time, {Now}), end_time = NULL, message = NULL");

    /// <summary>An attempt ends.</summary>
    /// <param name="transaction">The caller's transaction.</param>
    /// <param name="vmove">The vmove.</param>
    /// <param name="to"><c>succeeded</c>, <c>failed</c> or <c>ignored</c>.</param>
    /// <param name="destination">The new host, or <see langword="null"/>.</param>
    /// <param name="message">Why the attempt failed or was ignored, or <see langword="null"/>.</param>
    /// <returns><see langword="false"/> when the vmove is over or does not exist; nothing was written.</returns>
    public Task<bool> EndAsync(DbTransaction transaction, Guid vmove, VMoveStatus to, string? destination, string? message)
    {
        if (to is VMoveStatus.Pending or VMoveStatus.Ongoing)
            throw new ArgumentOutOfRangeException(nameof(to), to, "An attempt cannot end so.");
        return UpdateAsync(
            transaction, vmove, to, $"dest_host = @destination, message = @message, end_time = {Now}", destination, message);
    }

    /// <summary>Plans a vmove of the Python original again whose instance Nova still has on the failed host: <c>pending</c>.</summary>
    /// <returns><see langword="false"/> when the vmove is open, is ignored or does not exist; nothing was written.</returns>
    public Task<bool> ReopenAsync(DbTransaction transaction, Guid vmove) =>
        UpdateAsync(transaction, vmove, VMoveStatus.Pending, "dest_host = NULL, end_time = NULL");

    /// <summary>Ends a vmove of the Python original as <c>failed</c>; its end time stays when it has one.</summary>
    /// <returns><see langword="false"/> when the vmove is over or does not exist; nothing was written.</returns>
    public Task<bool> SupersedeAsync(DbTransaction transaction, Guid vmove, string message) => UpdateAsync(
        transaction, vmove, VMoveStatus.Failed, $"message = @message, end_time = COALESCE(end_time, {Now})", message: message);

    /// <summary>Ends all vmoves of a notification that are pending or ongoing as <c>failed</c>. A message that a vmove has stays.</summary>
    public Task EndOpenAsync(DbTransaction transaction, Guid notification, string message)
    {
        var sql = $"""
            UPDATE vmoves SET status = 'failed', message = COALESCE(message, @message), end_time = {Now}, updated_at = {Now}
             WHERE notification_uuid = @notification AND status IN ('pending', 'ongoing') AND deleted = 0
            """;
        var parameters = new { notification = notification.ToText(), message = message.ToStorable() };
        return database.ExecuteAsync(transaction, sql, parameters, CancellationToken.None);
    }

    private string Now => database.Dialect.NowSeconds;

    private async Task<bool> UpdateAsync(
        DbTransaction transaction, Guid vmove, VMoveStatus to, string assignments, string? destination = null, string? message = null)
    {
        var sql = $"UPDATE vmoves SET status = @to, {assignments}, updated_at = {Now} WHERE {Guard}";
        var parameters = new
        {
            vmove = vmove.ToText(), to = to.ToText(), destination, message = message.ToStorable(),
            known = Known, before = VMoveLifecycle.Before(to).Select(from => from.ToText()),
        };
        return await database.ExecuteAsync(transaction, sql, parameters, CancellationToken.None) == 1;
    }
}
