using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Liveness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery;

/// <summary>Claims for the tests of the journals.</summary>
internal static class RunningClaims
{
    /// <summary>The claim of a new notification that is running.</summary>
    /// <param name="database">Where both are written.</param>
    /// <param name="clock">Of the claim's lease.</param>
    /// <param name="type">The notification's type, such as <c>VM</c>.</param>
    /// <param name="subject">What is claimed.</param>
    public static async Task<ClaimSet> TakeRunningAsync(this Database database, TimeProvider clock, string type, ClaimSubject subject)
    {
        const string Sql = """
            INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES ('2026-01-01 00:00:00', 0, @notification, '2026-01-01 00:00:00', @host, @type, '{}', 'running')
            """;
        var notification = Guid.NewGuid();
        var row = new { notification = notification.ToText(), host = Guid.NewGuid().ToText(), type };
        await database.ExecuteAsync(Sql, row, CancellationToken.None);
        var store = new ClaimStore(
            database, new ClaimOwner("one", pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(clock), clock, NullLogger<ClaimStore>.Instance);
        return (await store.TakeAsync([subject], notification, default))!;
    }
}
