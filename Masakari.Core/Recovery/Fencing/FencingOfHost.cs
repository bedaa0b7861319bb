using Masakari.Core.Commands;
using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery.Fencing;

/// <summary>
/// The fence command of one host in one recovery. It runs in the background while others look at the host, and is killed when the recovery
/// no longer waits for evidence.
/// </summary>
internal sealed class FencingOfHost : IAsyncDisposable
{
    private readonly HostFencing outer;
    private readonly FencingOptions options;
    private readonly RecoveryContext context;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource over;
    private FenceRecord? record;
    private Task<CommandEnd>? running;
    private long? endedAt;
    private long? heldAt;

    internal FencingOfHost(HostFencing outer, FencingOptions options, RecoveryContext context, TimeProvider clock, CancellationToken ct)
    {
        (this.outer, this.options, this.context, this.clock) = (outer, options, context, clock);
        over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Standing = options.Command is null ? FenceStanding.CannotTell : FenceStanding.IsOpen;
    }

    /// <summary>What the command's answers were worth at the last look.</summary>
    public FenceStanding Standing { get; private set; }

    /// <summary>Why the command was not started, though it is time; <see langword="null"/> = no mass failure is at hand.</summary>
    public string? Held { get; private set; }

    /// <summary>With each look at the host: takes in the answer of a command that has ended, and starts one when it is time.</summary>
    public async Task<FenceStanding> LookAsync(FenceView view, CancellationToken ct)
    {
        if (options.Command is not { } command) return Standing;
        record ??= await outer.LoadAsync(context, ct);
        if (running is { IsCompleted: true }) await TakeInAsync(running);
        if (running is null && FenceRules.ShallAsk(record, view, SinceEnd) && MayAskBrake(view.ReportInterval))
            await StartAsync(command, record, view, ct);
        return Standing = FenceRules.Standing(record, view);
    }

    /// <summary>A long pause has passed: what the command said before it is old.</summary>
    public void AskAnew()
    {
        if (record is { Answer: FenceAnswer.Off }) record = record with { HasEnded = false };
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        // When it is killed, the journal shows a question without an answer: whoever goes on asks again.
        if (running is Task killed) await killed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        over.Dispose();
    }

    private TimeSpan? SinceEnd => endedAt is { } at ? clock.GetElapsedTime(at) : null;

    /// <summary>While fencing is held, the brake is asked once per report interval.</summary>
    private bool MayAskBrake(TimeSpan interval) => heldAt is not { } at || clock.GetElapsedTime(at) >= interval;

    private async Task StartAsync(FenceCommand command, FenceRecord before, FenceView view, CancellationToken ct)
    {
        Held = await outer.WhyHeldAsync(context, view.LastHeartbeat, ct);
        heldAt = Held is null ? null : clock.GetTimestamp();
        if (Held is not null) return;
        var asked = before.Asked(view.LastHeartbeat);
        running = await outer.StartAsync(context, asked, command, over.Token);
        if (running is not null) record = asked;
    }

    private async Task TakeInAsync(Task<CommandEnd> ended)
    {
        var (before, end) = (record!, await ended);
        running = null;
        endedAt = clock.GetTimestamp();
        record = before.Answered(FenceAnswers.Of(end));
        await outer.TakeInAsync(context, before, record, end);
    }
}
