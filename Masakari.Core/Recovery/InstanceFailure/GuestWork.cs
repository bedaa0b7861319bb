using Masakari.Core.Notifications;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>
/// The frame of each task that acts on a guest: where a former task or life left it, and the end of an attempt, after which the instance is
/// unlocked and free for other recoveries.
/// </summary>
internal sealed class GuestWork
{
    private readonly GuestDeeds deeds;
    private readonly GuestWatch watch;
    private readonly InstanceJournal journal;
    private readonly RecoveryPermits permits;
    private readonly WaitOptions waits;
    private readonly InstanceFailureOptions options;
    private readonly ILogger<GuestWork> logger;

    public GuestWork(
        GuestDeeds deeds, GuestWatch watch, InstanceJournal journal, RecoveryPermits permits, WaitOptions waits, InstanceFailureOptions options,
        ILogger<GuestWork> logger)
    {
        (this.deeds, this.watch, this.journal, this.permits) = (deeds, watch, journal, permits);
        (this.waits, this.options, this.logger) = (waits, options, logger);
    }

    /// <summary>Runs a task on the guest of the notification.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="isLast">When the task is done, the recovery is over.</param>
    /// <param name="deed">The task.</param>
    /// <param name="ct">Stops between two calls; the row then stays as it is for whoever goes on.</param>
    public async Task<TaskOutcome> RunAsync(RecoveryContext context, bool isLast, Func<Guest, Task<TaskOutcome>> deed, CancellationToken ct)
    {
        if (Failure.Read(context.Notification.Type, context.Notification.PayloadJson) is not Notifications.InstanceFailure failure)
            return TaskOutcome.GiveUp("The report is not about an instance.");
        var guest = new Guest(this, context, failure, await journal.FindAsync(context.Notification.Uuid, ct), ct);
        var outcome = await TryAsync(guest, deed, ct);
        if (isLast || outcome.Kind != OutcomeKind.Done) await guest.EndAsync();
        return outcome;
    }

    private async Task<TaskOutcome> TryAsync(Guest guest, Func<Guest, Task<TaskOutcome>> deed, CancellationToken ct)
    {
        try
        {
            return await deed(guest);
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.NotFound)
        {
            return await deeds.FindAsync(guest.Instance, ct) is null ? Gone(guest.Instance) : TaskOutcome.Fail(e.Message);
        }
        catch (OpenStackException e) when (!e.IsAway || e.Status == 500)   // a 500 may be a fault that Nova has with this instance alone
        {
            return TaskOutcome.Fail(e.Message);
        }
    }

    private static TaskOutcome Gone(Guid instance) => TaskOutcome.GiveUp($"Instance {instance} no longer exists in Nova.");

    /// <summary>One guest in one task.</summary>
    internal sealed class Guest(
        GuestWork outer, RecoveryContext context, Notifications.InstanceFailure failure, GuestRecovery stored, CancellationToken ct)
    {
        private readonly LockState locked = new(stored.LockedByUs);
        private bool isBegun = stored.IsBegun;
        private bool isTouched = stored.IsTouched;
        private bool isStopSent = stored.StopAge is not null;
        private Guid? leftTo;

        public Guid Instance => failure.Instance;

        public GuestRecovery Journal => stored;

        public WaitOptions Waits => outer.waits;

        /// <summary>
        /// Looks at the instance. A pause is waited for before, because looks at Nova grow old during it.
        /// </summary>
        /// <returns>The instance, or why the recovery ends here.</returns>
        public async Task<(Server? Server, TaskOutcome? End)> LookAsync()
        {
            if ((await outer.permits.WaitAsync(context.Claim, ct)).Abort is { } order) return (null, TaskOutcome.Abort(order));
            if (await outer.watch.WhyEndAsync(context, isTouched, ct) is { } end) return (null, Ends(end));
            var server = await outer.deeds.FindAsync(Instance, ct);
            locked.See(server);
            return server is null ? (null, Gone(Instance)) : (server, null);
        }

        /// <summary>What is to be done, by what Nova shows.</summary>
        public async Task<GuestStep> DecideAsync(Server server)
        {
            if (!outer.options.ProcessAllInstances && !HaWish.IsEnabled(server, outer.options.HaEnabledMetadataKey))
            {
                return new GuestStep.Leave(TaskOutcome.Skip(
                    $"{GuestRules.Name(server)} was not recovered: its metadata do not ask for high availability "
                    + $"({outer.options.HaEnabledMetadataKey})."));
            }
            if (!isTouched && server.Host is { } now && now != context.Host.Name)
            {
                return new GuestStep.Leave(TaskOutcome.Skip(
                    $"{GuestRules.Name(server)} is on host {now} now, and the report was about host {context.Host.Name}: it was not recovered."));
            }
            var view = new GuestView
            {
                Server = server, SaysStopped = failure.SaysStopped, GeneratedAt = context.Notification.GeneratedAt, Journal = stored,
            };
            var step = GuestRules.Next(view);
            return step is GuestStep.ReadCause
                ? GuestRules.Next(view with { IsCauseRead = true, Cause = await outer.deeds.ReadCauseAsync(Instance, ct) })
                : step;
        }

        /// <summary>Before anything is done to the instance: reserves it for this recovery, and locks it unless its owner has.</summary>
        /// <returns>Why the recovery ends here; <see langword="null"/> = it goes on.</returns>
        public async Task<(ChangeEnd Locked, TaskOutcome? End)> BeginAsync(Server server)
        {
            var start = await outer.journal.BeginAsync(
                context.Claim, Instance, lockIt: !server.Locked, outer.options.MaxRecoveries, outer.options.MaxRecoveriesWindow);
            if (start.Other is { } other) return (ChangeEnd.Postponed, GuestWatch.LeftTo(context.Host.Name, other));
            if (start.Recent is { } recent)
            {
                return (ChangeEnd.Postponed, TaskOutcome.GiveUp(
                    $"{GuestRules.Name(server)} was recovered {recent} times within {outer.options.MaxRecoveriesWindow.TotalSeconds:0} seconds: "
                    + "it was not restarted again. Find out why the guest crashes."));
            }
            isBegun = true;
            return (server.Locked ? ChangeEnd.Sent : await outer.deeds.LockAsync(context.Claim, Instance, locked, ct), null);
        }

        /// <summary>Asks Nova to stop it.</summary>
        public async Task<ChangeEnd> StopAsync(Server server, bool reset)
        {
            isTouched = true;
            var end = await outer.deeds.StopAsync(context.Claim, server, reset, isFirst: !isStopSent, ct);
            if (end != ChangeEnd.Sent) return end;
            isStopSent = true;
            context.Phases.NoteActed();
            return end;
        }

        /// <summary>Asks Nova to start it.</summary>
        public async Task<ChangeEnd> StartAsync()
        {
            isTouched = true;
            var end = await outer.deeds.StartAsync(context.Claim, Instance, ct);
            if (end == ChangeEnd.Sent) context.Phases.NoteActed();
            return end;
        }

        /// <summary>Waits until the instance is as wanted, or gone.</summary>
        /// <returns>The instance; or why the recovery ends here, or neither: the limit passed.</returns>
        public async Task<(Server? Server, TaskOutcome? End)> UntilAsync(Server server, Func<Server, bool> isWanted, TimeSpan limit)
        {
            var seen = await outer.watch.UntilAsync(context, server, one => one is null || isWanted(one), limit, isTouched, ct);
            if (seen.End is { } end) return (null, Ends(end));
            if (seen.View is not { } view) return (null, null);
            locked.See(view.Server);
            return view.Server is { } now ? (now, null) : (null, Gone(Instance));
        }

        /// <summary>The attempt is over: unlocks the instance, and lets other recoveries have it.</summary>
        public async Task EndAsync()
        {
            if (!isBegun) return;
            if (locked.ByUs) await outer.deeds.UnlockAsync(context.Claim, Instance, locked, ct);
            await outer.journal.EndAsync(context.Claim, Instance, leftTo);
            if (leftTo is { } host) outer.logger.LeftToHost(context.Notification.Uuid, Instance, host);
        }

        private TaskOutcome Ends((TaskOutcome Outcome, Guid? LeftTo) end)
        {
            leftTo = end.LeftTo;
            return end.Outcome;
        }
    }
}
