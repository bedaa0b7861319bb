using Masakari.Core;
using Masakari.Core.Configuration;
using Masakari.Core.Recovery.Operator;
using Masakari.Host.Lifetime;

namespace Masakari.Host.Cli;

/// <summary>
/// <c>masakari manage pause</c>, <c>resume</c>, <c>abort</c>, <c>confirm-down</c> and <c>reload</c>: the operator's orders to the engines
/// of all controllers.
/// </summary>
/// <param name="sources">Where the configuration comes from.</param>
/// <param name="output">Says what was done.</param>
/// <param name="errors">Says why nothing was done.</param>
/// <param name="by">Who does it, for the engines' logs.</param>
internal sealed class ManageEngineVerb(ConfSources sources, TextWriter output, TextWriter errors, string by)
{
    private const int MostOfAName = 255;

    /// <summary>Such as <c>alice@ctl1</c>: under sudo who called it.</summary>
    public static string CallingOperator()
    {
        var user = Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } caller ? caller : Environment.UserName;
        var name = $"{user}@{Environment.MachineName}";
        return name[..Math.Min(name.Length, MostOfAName)];
    }

    public Task<int> PauseAsync(string? reason, TimeSpan? lasts, CancellationToken ct) => WithControlAsync(async control =>
    {
        await control.PauseAsync(by, reason, lasts, ct);
        var limit = lasts is { } time ? $"for {time:c} or " : "";
        await output.WriteLineAsync(
            $"Paused: within one second all controllers stop changing anything in Nova, {limit}until `masakari manage resume`.");
        return null;
    }, ct);

    public Task<int> ResumeAsync(CancellationToken ct) => WithControlAsync(async control =>
    {
        var was = await control.ResumeAsync(by, ct);
        await output.WriteLineAsync(was is null ? "There was no pause." : $"Resumed: the engines were paused {was}");
        return null;
    }, ct);

    public Task<int> AbortAsync(Guid notification, string? reason, CancellationToken ct) => WithControlAsync(async control =>
    {
        if (await control.AbortAsync(notification, by, reason, ct) is { } refusal) return refusal;
        await output.WriteLineAsync(
            $"Notification {notification} is aborted: the engine sends nothing more to Nova for it and unlocks its instances. "
            + "The status becomes failed when the operations that Nova has begun are over.");
        return null;
    }, ct);

    public Task<int> ConfirmDownAsync(string host, CancellationToken ct) => WithControlAsync(async control =>
    {
        if (await control.ConfirmDownAsync(host, by, ct) is { } refusal) return refusal;
        await output.WriteLineAsync(
            $"Host {host} is confirmed down: it is evacuated as soon as Nova reports it as down. A later heartbeat cancels this.");
        return null;
    }, ct);

    public Task<int> ReloadAsync(CancellationToken ct) => WithControlAsync(async control =>
    {
        await control.ReloadAsync(by, ct);
        await output.WriteLineAsync(
            $"Within {ReloadOrders.Interval.TotalSeconds:0} s every controller on this database reads its configuration again. "
            + "The log of each controller says what is in force and what needs a restart.");
        return null;
    }, ct);

    private Task<int> WithControlAsync(Func<EngineControl, Task<Refusal?>> deed, CancellationToken ct) =>
        ManageWork.OnTablesAsync(sources, errors, async rooms =>
        {
            if (await deed(rooms.GetRequiredService<EngineControl>()) is not { } refusal) return 0;
            await errors.WriteLineAsync($"masakari: {refusal.Message}");
            return 1;
        }, ct);
}
