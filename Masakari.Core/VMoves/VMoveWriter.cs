using Masakari.Core.Persistence;

namespace Masakari.Core.VMoves;

/// <summary>
/// The writer of the table <c>vmoves</c>: the statements that change it, each for any number of vmoves. An UPDATE changes a row only while
/// <see cref="VMoveLifecycle"/> allows the new status: a late writer overwrites nothing.
/// </summary>
internal static class VMoveWriter
{
    private static readonly string[] Known = [.. Enum.GetValues<VMoveStatus>().Select(status => status.ToText())];

    /// <summary>Inserts vmoves with the status <c>pending</c>; at least one.</summary>
    public static Statement Insert(SqlDialect dialect, IEnumerable<VMoveDraft> drafts)
    {
        var values = new StatementValues();
        var rows = drafts.Select(draft => $"""
            ({dialect.NowSeconds}, 0, {values.Add(draft.Uuid)}, {values.Add(draft.NotificationUuid)}, {values.Add(draft.InstanceUuid)},
             {values.Add(draft.InstanceName.ToStorable(255))}, {values.Add(draft.SourceHost)}, 'evacuation', 'pending')
            """);
        return values.In($"""
            INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host, type, status)
            VALUES {string.Join(", ", rows)}
            """);
    }

    /// <summary>
    /// An attempt begins: the status becomes <c>ongoing</c>. The start time of the first attempt stays. A vmove that is over stays as it is.
    /// </summary>
    public static Statement Begin(SqlDialect dialect, IEnumerable<Guid> vmoves)
    {
        var values = new StatementValues();
        return Update(
            dialect, values, vmoves, VMoveStatus.Ongoing,
            $"start_time = COALESCE(start_time, {dialect.NowSeconds}), end_time = NULL, message = NULL");
    }

    /// <summary>Attempts end; one statement for each of the new statuses. A vmove that is over stays as it is.</summary>
    public static IEnumerable<Statement> End(SqlDialect dialect, IEnumerable<VMoveEnd> ends) =>
        ends.GroupBy(end => end.To).Select(group => End(dialect, group.Key, [.. group]));

    /// <summary>
    /// Plans vmoves of the Python original again whose instances Nova still has on the failed host: <c>pending</c>. One that is open or
    /// ignored stays as it is.
    /// </summary>
    public static Statement Reopen(SqlDialect dialect, IEnumerable<Guid> vmoves) =>
        Update(dialect, new StatementValues(), vmoves, VMoveStatus.Pending, "dest_host = NULL, end_time = NULL");

    /// <summary>
    /// Ends vmoves of the Python original as <c>failed</c>; the end time stays where there is one. A vmove that is over stays as it is.
    /// </summary>
    public static Statement Supersede(SqlDialect dialect, IEnumerable<Guid> vmoves, string message)
    {
        var values = new StatementValues();
        return Update(
            dialect, values, vmoves, VMoveStatus.Failed,
            $"message = {values.Add(message.ToStorable())}, end_time = COALESCE(end_time, {dialect.NowSeconds})");
    }

    /// <summary>Ends all vmoves of a notification that are pending or ongoing as <c>failed</c>. A message that a vmove has stays.</summary>
    public static Statement EndOpen(SqlDialect dialect, Guid notification, string message)
    {
        var values = new StatementValues();
        return values.In($"""
            UPDATE vmoves
               SET status = 'failed', message = COALESCE(message, {values.Add(message.ToStorable())}), end_time = {dialect.NowSeconds},
                   updated_at = {dialect.NowSeconds}
             WHERE notification_uuid = {values.Add(notification)} AND status IN ('pending', 'ongoing') AND deleted = 0
            """);
    }

    private static Statement End(SqlDialect dialect, VMoveStatus to, IReadOnlyList<VMoveEnd> ends)
    {
        if (to is VMoveStatus.Pending or VMoveStatus.Ongoing)
            throw new ArgumentOutOfRangeException(nameof(to), to, "An attempt cannot end so.");
        var values = new StatementValues();
        var destination = values.Each("uuid", ends.Select(end => (end.VMove, end.Destination)));
        var message = values.Each("uuid", ends.Select(end => (end.VMove, end.Message.ToStorable())));
        return Update(
            dialect, values, ends.Select(end => end.VMove), to,
            $"dest_host = {destination}, message = {message}, end_time = {dialect.NowSeconds}");
    }

    private static Statement Update(
        SqlDialect dialect, StatementValues values, IEnumerable<Guid> vmoves, VMoveStatus to, string assignments)
    {
        var before = VMoveLifecycle.Before(to).Select(from => from.ToText());
        // A status that no program is known to write counts as pending, as it does for the reader.
        return values.In($"""
            UPDATE vmoves SET status = {values.Add(to.ToText())}, {assignments}, updated_at = {dialect.NowSeconds}
             WHERE uuid IN {values.List(vmoves)} AND deleted = 0
               AND CASE WHEN status IN {values.List(Known)} THEN status ELSE 'pending' END IN {values.List(before)}
            """);
    }
}
