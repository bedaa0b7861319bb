using System.Collections.Concurrent;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>
/// Starts guests of a host that is back: those that Nova itself stopped, by its record of their actions. A start is written down before it
/// is sent, and sent a moment after the record was read, or not at all. Whoever takes over reads in the record that it was sent.
/// </summary>
internal sealed class ReturnedGuestStart(
    INova nova, INovaChanges changes, GuestJournal journal, RecoveryPermits permits, TimeProvider clock, ILogger<ReturnedGuestStart> logger)
{
    private const int AskedAtATime = 8;

    /// <summary>Few enough that the records of all are fresh when the last one is started.</summary>
    private const int DecidedTogether = 48;

    /// <summary>A user may act on the guest at any moment: an older record counts no more.</summary>
    private static readonly TimeSpan RecordStaysFresh = TimeSpan.FromSeconds(10);

    /// <summary>Starts those that are to be started, and notes what became of each. What cannot be decided now is looked at again.</summary>
    public async Task StartAsync(
        RecoveryContext context, IReadOnlyList<Server> stopped, ReturnedGuestWatch watch, CancellationToken ct)
    {
        foreach (var some in stopped.Chunk(DecidedTogether)) await StartSomeAsync(context, some, watch, ct);
    }

    /// <summary>From now on other recoveries may act on the guests.</summary>
    public Task ReleaseAsync(RecoveryContext context) => journal.ReleaseAsync(context.Claim);

    private async Task StartSomeAsync(RecoveryContext context, Server[] stopped, ReturnedGuestWatch watch, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var wanted = new ConcurrentBag<Server>();
        var noted = new ConcurrentQueue<Action>();   // the watch is no place for several threads
        await ForEachAsync(stopped, async server =>
        {
            var guest = watch.Of(server);
            if (await AnswerAsync(guest, watch.WindowBegin, ct) is not { } answer) return;
            if (answer == StartAnswer.Start) wanted.Add(server);
            else if (answer == StartAnswer.WasStarted && (!guest.WasStopped || watch.IsToStart(server.Id)))
                noted.Enqueue(() => watch.NoteStart(server.Id));
            else noted.Enqueue(() => watch.Leave(server, answer == StartAnswer.NobodyKnows ? "Nova does not show who stopped it" : null));
        }, ct);
        var free = await journal.NoteStartsAsync(context.Claim, [.. wanted.Select(server => (server.Id, watch.Of(server).WasStopped))]);
        await ForEachAsync(wanted.Where(server => free.Contains(server.Id)), async server =>
        {
            var end = await SendAsync(context, server, began);
            if (end.IsSent is null) noted.Enqueue(() => watch.NoteLostStart(server.Id));
            else if (end.IsSent == true) noted.Enqueue(() => watch.NoteStart(server.Id));
            else if (end.Why is { } why) noted.Enqueue(() => watch.Leave(server, why));
        }, ct);
        foreach (var note in noted) note();
    }

    private static Task ForEachAsync(IEnumerable<Server> servers, Func<Server, Task> deed, CancellationToken ct) => Parallel.ForEachAsync(
        servers, new ParallelOptions { MaxDegreeOfParallelism = AskedAtATime, CancellationToken = ct }, async (server, _) => await deed(server));

    /// <returns><see langword="null"/> = the record cannot be read now.</returns>
    private async Task<StartAnswer?> AnswerAsync(Guest guest, DateTimeOffset? windowBegin, CancellationToken ct)
    {
        try
        {
            return GuestRules.MayStart(guest, await nova.ListActionsAsync(guest.Id, ct), windowBegin);
        }
        catch (OpenStackException)
        {
            return null;
        }
    }

    /// <returns>Whether it was sent, <see langword="null"/> = nobody knows; and why it is not tried again.</returns>
    private async Task<(bool? IsSent, string? Why)> SendAsync(RecoveryContext context, Server server, long began)
    {
        context.Claim.ShowLife();
        var permit = permits.ForIntent(context.Claim, () => clock.GetElapsedTime(began) < RecordStaysFresh);
        try
        {
            if (!await changes.StartAsync(server.Id, permit, CancellationToken.None)) return (false, null);
            context.Phases.NoteActed();
            logger.GuestStarted(context.Notification.Uuid, context.Host.Name, server.Name, server.Id);
            return (true, null);
        }
        catch (OpenStackException e) when (e.IsAway || e.Kind is FailureKind.Conflict or FailureKind.NotFound)
        {
            return (e.MayHaveHappened ? null : false, null);   // the next look shows whether Nova heard it, and what is in the way
        }
        catch (OpenStackException e)
        {
            logger.GuestNotStarted(context.Notification.Uuid, context.Host.Name, server.Name, server.Id, e.Message);
            return (false, e.Message.TrimEnd('.'));
        }
    }
}
