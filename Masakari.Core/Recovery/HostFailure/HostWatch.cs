using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.MassFailure;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Watches a reported host during a task: whether it is dead, and that its service stays disabled. The disable is never waited for. Silence
/// evacuates no host in a mass failure. The message of the notification says what is waited for.
/// </summary>
internal sealed class HostWatch
{
    private readonly HostEvidence evidence;
    private readonly ComputeServiceSwitch service;
    private readonly RecoveryPermits permits;
    private readonly MassFailureBrake brake;
    private readonly HostFailureOptions options;
    private readonly TimeProvider clock;

    public HostWatch(
        HostEvidence evidence, ComputeServiceSwitch service, RecoveryPermits permits, MassFailureBrake brake,
        HostFailureOptions options, TimeProvider clock)
    {
        (this.evidence, this.service, this.permits, this.brake) = (evidence, service, permits, brake);
        (this.options, this.clock) = (options, clock);
    }

    /// <summary>Begins to watch, from where the journal says that a former task, attempt or life left the host.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="ct">Ends the calls that nobody waits for.</param>
    public async Task<Vigil> BeginAsync(RecoveryContext context, CancellationToken ct) =>
        new(this, context, await evidence.BeginAsync(context, ct), ct);

    /// <summary>The looks at one host in one task. Disposing ends a disable and a fence command that are under way.</summary>
    internal sealed class Vigil : IAsyncDisposable
    {
        private readonly HostWatch outer;
        private readonly RecoveryContext context;
        private readonly HostEvidence.Gathering gathering;
        private readonly BackgroundDisable disable;
        private ComputeService? shown;
        private EvidenceVerdict last = EvidenceVerdict.Unsure;
        private long? deadAt;

        internal Vigil(HostWatch outer, RecoveryContext context, HostEvidence.Gathering gathering, CancellationToken ct)
        {
            (this.outer, this.context, this.gathering) = (outer, context, gathering);
            disable = outer.service.InBackground(context.Claim, outer.options.ServiceDisableReason, ct);
        }

        /// <summary>Nova shows the service disabled, or has just said that it is.</summary>
        public bool IsDisabled => shown is { Enabled: false } || disable.IsAnswered;

        /// <summary>By the last look the evidence that is written down holds.</summary>
        public bool LooksDead => last is { Death: not null, IsStored: true };

        /// <summary>By the last look the host is alive.</summary>
        public bool LooksAlive => last.IsAlive;

        /// <summary>The host has missed heartbeats: if it is back, it may have rebooted.</summary>
        public bool WasAway => gathering.HasMissedHeartbeats;

        /// <summary>How long a host may look neither dead nor alive.</summary>
        public TimeSpan Patience => gathering.Patience;

        /// <summary>
        /// Looks until the host is known to be dead or alive, or until the patience is at its end. A verdict that waits uses up no patience,
        /// and neither does time in which Nova is away. A verdict that a pause held back has grown old and is reached anew.
        /// </summary>
        public async Task<WatchEnd> UntilKnownAsync(CancellationToken ct)
        {
            var (began, waits, isFirst) = (Now, false, true);
            while (outer.clock.GetElapsedTime(began) < gathering.Patience)
            {
                if (await outer.permits.AbortOfAsync(context.Claim, ct) is { } order) return WatchEnd.Of(TaskOutcome.Abort(order));
                var look = isFirst ? await LookAsync(ct) : await TakeInAsync(gathering.LookNextAsync(ct));
                isFirst = false;
                if (look.Verdict.IsAlive) return WatchEnd.Alive;
                if (look.Verdict.HasNoService) return WatchEnd.NoService;
                if (look.Verdict.Hold is { } hold) return WatchEnd.Of(TaskOutcome.Hold(hold));
                if (look.Reading is { } reading)
                {
                    waits = look.Verdict.Waits;
                    await context.Wait.ShowAsync(WaitReason.Evidence, look.Verdict.Words, alarms: waits);
                    if (look.Verdict.Death is not null && await ConcludeAsync(look, reading, ct) is { } end) return end;
                }
                if (waits || look.Trouble is not null || look.Verdict.Death is not null) began = Now;
                if (look.Reading is null) await Task.Delay(gathering.Interval, outer.clock, ct);
            }
            return WatchEnd.Unknown;
        }

        /// <summary>Whether the next evacuation may be sent, by a look that is a moment old at most; if not at once, looks until it is known.</summary>
        /// <returns><see langword="null"/> = it may be sent.</returns>
        public async Task<WatchEnd?> WhyNotSendAsync(CancellationToken ct)
        {
            if (deadAt is { } at && outer.clock.GetElapsedTime(at) < gathering.Interval) return null;
            var end = await UntilKnownAsync(ct);
            return end.Evidence is null ? end : null;
        }

        /// <summary>
        /// Looks on while nothing can be sent: at the host, at the heartbeats of the others, and that the service stays disabled. When a
        /// heartbeat has made the evidence void, a move that is ready waits for new evidence: that is written down as soon as there is any.
        /// </summary>
        public async Task LookOnUntilAsync(Task done, CancellationToken ct)
        {
            while (!done.IsCompleted)
            {
                await outer.clock.PauseAsync(gathering.SlowInterval, done, ct);
                if (done.IsCompleted) return;
                var look = await LookAsync(ct);
                if (look is { Reading: { } reading, Verdict: { Death: not null, IsStored: false } })
                    await ConcludeAsync(look, reading, ct);
            }
        }

        /// <summary>Looks on until the work is done; then the service is disabled, or a disable has been sent.</summary>
        public async Task KeepDisabledUntilAsync(Task done, CancellationToken ct)
        {
            await LookOnUntilAsync(done, ct);
            if (!IsDisabled) await LookAsync(ct);
            await GiveDisableTimeAsync(ct);
        }

        /// <summary>A disable that was only just sent gets a moment to reach Nova.</summary>
        public Task GiveDisableTimeAsync(CancellationToken ct) =>
            IsDisabled ? Task.CompletedTask : disable.GiveTimeAsync(gathering.Interval, ct);

        public async ValueTask DisposeAsync()
        {
            await gathering.DisposeAsync();
            await disable.DisposeAsync();
        }

        private long Now => outer.clock.GetTimestamp();

        /// <summary>
        /// Looks at once. While the host looks dead, a list that was asked for a moment ago for another host shows that it still does.
        /// </summary>
        private Task<HostLook> LookAsync(CancellationToken ct) => TakeInAsync(gathering.LookAsync(mayBeShared: LooksDead, ct));

        private async Task<HostLook> TakeInAsync(Task<HostLook> looking)
        {
            var look = await looking;
            if (look.Trouble is { } trouble) await context.Outage.NoteAsync(trouble);
            else await context.Outage.EndAsync();
            shown = look.Reading?.Service ?? shown;
            last = look.Verdict;
            deadAt = LooksDead ? look.SentAt : null;
            var wantsDisable = look.Reading is { Service.Enabled: true } && disable.IsIdleSince(look.SentAt);
            if (wantsDisable && !look.Verdict.IsAlive) await disable.SendAsync(shown!);
            return look;
        }

        /// <returns><see langword="null"/> = the verdict has grown old.</returns>
        private async Task<WatchEnd?> ConcludeAsync(HostLook look, HostReading reading, CancellationToken ct)
        {
            var (verdict, death) = (look.Verdict, look.Verdict.Death!.Value);
            if (death == DeathEvidence.Silence && !verdict.IsStored && await WhyHeldAsync(ct) is { } why)
                return WatchEnd.Of(TaskOutcome.Hold(why));
            var clearance = await outer.permits.WaitAsync(context.Claim, ct);
            if (clearance.Abort is { } order) return WatchEnd.Of(TaskOutcome.Abort(order));
            if (clearance.Waited)
            {
                gathering.BeginAnew();
                return null;
            }
            if (!verdict.IsStored) await gathering.KeepAsync(verdict, reading);
            (last, deadAt) = (verdict with { IsStored = true }, look.SentAt);
            return WatchEnd.Dead(death, verdict.IsStored);
        }

        private Task<string?> WhyHeldAsync(CancellationToken ct) =>
            outer.brake.WhySilenceIsHeldAsync(context.Notification.Uuid, context.Host, gathering.LastHeartbeat, ct);
    }
}
