using Masakari.Core.Commands;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.MassFailure;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Fencing;

/// <summary>Asks the fence command about failed hosts.</summary>
internal sealed class HostFencing(
    FenceJournal journal, MassFailureBrake brake, RecoveryPermits permits, ICommandRunner runner, FencingOptions options,
    TimeProvider clock, ILogger<HostFencing> logger)
{
    /// <summary>So old may the written intent be when the command is started.</summary>
    private static readonly TimeSpan IntentStaysFresh = TimeSpan.FromSeconds(2);

    /// <summary>Begins to ask about the host of a recovery, from where the journal says that a former life left it.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="ct">Kills the command, as disposing the result does.</param>
    public FencingOfHost Begin(RecoveryContext context, CancellationToken ct) => new(this, options, context, clock, ct);

    internal Task<FenceRecord> LoadAsync(RecoveryContext context, CancellationToken ct) => journal.FindAsync(context.Notification.Uuid, ct);

    /// <summary>Why no command may be started for the host now; <see langword="null"/> = no mass failure is at hand.</summary>
    internal Task<string?> WhyHeldAsync(RecoveryContext context, DateTimeOffset? lastHeartbeat, CancellationToken ct) =>
        brake.WhyFencingIsHeldAsync(context.Notification.Uuid, context.Host, lastHeartbeat, ct);

    /// <summary>Writes down that the command is about to be started, and starts it if it may go.</summary>
    /// <returns><see langword="null"/> = a pause, an abort or a lost claim came between, and nothing was started.</returns>
    internal async Task<Task<CommandEnd>?> StartAsync(RecoveryContext context, FenceRecord asked, FenceCommand command, CancellationToken ct)
    {
        if (!await permits.ForIntent(context.Claim, () => true).MayGoAsync(ct)) return null;   // nothing is written during a pause
        var writtenAt = clock.GetTimestamp();
        await journal.NoteAskAsync(context.Claim, asked);
        var permit = permits.ForIntent(context.Claim, () => clock.GetElapsedTime(writtenAt) <= IntentStaysFresh);
        if (!await permit.MayGoAsync(ct)) return null;
        logger.FenceStarts(context.Notification.Uuid, context.Host.Name, asked.Asks);
        return runner.RunAsync(CallOf(context, command), ct);
    }

    /// <summary>Writes down and tells what the command answered. An answer that says nothing new is not told again.</summary>
    internal async Task TakeInAsync(RecoveryContext context, FenceRecord before, FenceRecord now, CommandEnd end)
    {
        await journal.NoteAnswerAsync(context.Claim, now);
        if (now.Answer == FenceAnswer.On && before.Answer == FenceAnswer.On) return;
        var (notification, host, output) = (context.Notification.Uuid, context.Host.Name, Shown(end));
        var (answer, how) = (FenceAnswers.Of(end), end.Trouble ?? $"exit code {end.ExitCode}");
        if (answer == FenceAnswer.Off) logger.FencedOff(notification, host, output);
        else if (answer == FenceAnswer.On) logger.FencedStillOn(notification, host, output);
        else logger.FenceCannotTell(notification, host, how, output);
        var says = answer switch
        {
            FenceAnswer.Off => "is off",
            FenceAnswer.On => "is still on",
            _ => $"cannot be judged ({how})",
        };
        await context.Progress.ReportAsync(0.0, $"Fence command: host {host} {says}{output}");
    }

    /// <summary>Such as <c>: chassis power is off</c>; empty when the command wrote nothing.</summary>
    private string Shown(CommandEnd end) =>
        ShownOutput.Of(end.Output, options.Command?.Secrets ?? []) is { Length: > 0 } output ? $": {output}" : "";

    private CommandCall CallOf(RecoveryContext context, FenceCommand command) => new(
        command.Executable,
        [.. command.Arguments, context.Host.Name],
        new Dictionary<string, string>
        {
            ["MASAKARI_HOST"] = context.Host.Name,
            ["MASAKARI_NOTIFICATION"] = $"{context.Notification.Uuid}",
            ["MASAKARI_SEGMENT"] = context.Host.Segment.Name,
            ["MASAKARI_CONTROL_ATTRIBUTES"] = context.Host.ControlAttributes.Replace("\0", "", StringComparison.Ordinal),
        },
        options.TimeLimit);
}
