using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Silence;

/// <summary>
/// Disables the failed host's nova-compute and waits for proof of its death or for silence. The disable itself is never waited
/// for: Nova may hold its answer back for a minute when the host has just died (N3), but stores it at once.
/// </summary>
internal sealed class HostSilence(
    INova nova, HostJournal journal, EngineControl control, WaitOptions waits, HostFailureOptions options, TimeProvider clock, ILogger<HostSilence> logger)
{
    /// <summary>How long to wait beyond twice the wanted silence for a host that Nova calls up without hearing from it (W33).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Waits for the verdict; <see cref="SilenceVerdict.Unsure"/> = the patience is at its end.</summary>
    public async Task<SilenceVerdict> WaitAsync(RecoveryContext context, ComputeService service, HostJournalEntry entry, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var judge = new SilenceJudge(entry.HeartbeatAt, waits.WantedSilence);
        if (entry.ServiceDisabledByUs) judge.ExpectMoveOfFormerLife();
        var disabling = Task.CompletedTask;
        var began = clock.GetTimestamp();
        try
        {
            while (clock.GetElapsedTime(began) < waits.WantedSilence * 2 + Patience)
            {
                context.Claim.ShowLife();
                await context.Claim.MustNotBeAbortedAsync(ct);
                if (await LookAsync(context.Host.Name, ct) is { } reading)
                {
                    var (verdict, by) = await JudgeAsync(context.Claim, judge, reading, ct);
                    if (verdict == SilenceVerdict.Alive) return verdict;
                    if (reading.Value.Enabled && disabling.IsCompleted) disabling = await BeginDisableAsync(context.Claim, judge, service, over.Token);
                    if (verdict != SilenceVerdict.Unsure && await context.Claim.MayActAsync(ct))
                    {
                        Log(context, verdict, judge.LastHeartbeat, reading, by);
                        if (reading.Value.Enabled) await GiveTimeAsync(disabling, ct);
                        return verdict;
                    }
                    if (verdict != SilenceVerdict.Unsure) began = clock.GetTimestamp();   // a pause came between, and the look is old
                }
                await Task.Delay(waits.VerifyInterval, clock, ct);
            }
            return SilenceVerdict.Unsure;
        }
        finally
        {
            await over.CancelAsync();
            await disabling;
        }
    }

    /// <summary>A disable that was only just sent gets a moment to reach Nova; its answer may come or not.</summary>
    private async Task GiveTimeAsync(Task disabling, CancellationToken ct)
    {
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(disabling, Task.Delay(waits.VerifyInterval, clock, answered.Token));
        await answered.CancelAsync();
    }

    private async Task<(SilenceVerdict Verdict, string? By)> JudgeAsync(
        Claim claim, SilenceJudge judge, Reading<ComputeService> reading, CancellationToken ct)
    {
        var known = judge.LastHeartbeat;
        var verdict = judge.Look(reading);
        if (judge.LastHeartbeat != known) await journal.NoteHeartbeatAsync(claim, judge.LastHeartbeat);
        if (verdict != SilenceVerdict.Unsure || reading.Value.Up)
            return (verdict, null);   // Nova evacuates nothing from a host that it calls up
        if (await control.ConfirmedDownByAsync(reading.Value.Host, judge.LastHeartbeat, ct) is not { } by) return (verdict, null);
        return (SilenceVerdict.ConfirmedDown, by);
    }

    private void Log(
        RecoveryContext context, SilenceVerdict verdict, DateTimeOffset? heartbeat, Reading<ComputeService> reading, string? by)
    {
        var (notification, host) = (context.Notification.Uuid, context.Host.Name);
        if (verdict == SilenceVerdict.ConfirmedDown) logger.ConfirmedDown(notification, host, by, heartbeat);
        else if (verdict == SilenceVerdict.ForcedDown) logger.ForcedDown(notification, host, heartbeat);
        else logger.FellSilent(notification, host, heartbeat, (reading.At - (heartbeat ?? reading.At)).TotalSeconds);
    }

    /// <summary>On record first, then sent; the answer is only logged.</summary>
    private async Task<Task> BeginDisableAsync(Claim claim, SilenceJudge judge, ComputeService service, CancellationToken ct)
    {
        await journal.NoteDisabledAsync(claim, byUs: true);
        judge.ExpectMoveOfOurs();
        return DisableAsync(claim, service, ct);
    }

    private async Task DisableAsync(Claim claim, ComputeService service, CancellationToken ct)
    {
        try
        {
            await claim.ChangeAsync(() => nova.DisableServiceAsync(service, options.ServiceDisableReason, ct), ct);
            logger.ServiceDisabled(service.Host);
        }
        catch (OpenStackException e)
        {
            logger.DisableFailed(service.Host, e.Message);
        }
        catch (OperationCanceledException)
        {
            // Nova shows it disabled, or the host is alive: its answer is of no interest any more.
        }
    }

    private async Task<Reading<ComputeService>?> LookAsync(string host, CancellationToken ct)
    {
        try
        {
            var reading = await nova.FindServiceAsync(host, ct);
            return reading.Value is { } service ? new(service, reading.At) : null;
        }
        catch (OpenStackException e)
        {
            logger.LookFailed(host, e.Message);
            return null;
        }
    }
}
