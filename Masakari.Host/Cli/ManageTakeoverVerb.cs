using System.Globalization;
using Masakari.Core.Configuration;
using Masakari.Core.Recovery.Operator;
using Spectre.Console;

namespace Masakari.Host.Cli;

/// <summary><c>masakari manage takeover</c> and <c>release</c>: lets held notifications go on.</summary>
/// <param name="sources">Where the configuration comes from.</param>
/// <param name="output">Says what was done.</param>
/// <param name="errors">Says why nothing was done.</param>
/// <param name="answers">Where the operator answers; <see langword="null"/> = nobody can be asked.</param>
/// <param name="by">Who does it, for the engines' logs.</param>
internal sealed class ManageTakeoverVerb(ConfSources sources, TextWriter output, TextWriter errors, TextReader? answers, string by)
{
    private const int Width = 170;

    public Task<int> TakeOverAsync(bool sure, string? reason, CancellationToken ct) => WithHeldAsync(async recoveries =>
    {
        var held = (await recoveries.ListAsync(ct)).Where(one => !one.MayGoOn).ToList();
        if (held.Count == 0)
        {
            await output.WriteLineAsync("Nothing is held: no recovery of the Python original was left running.");
            return 0;
        }
        Show(held);
        if (!sure && answers is null)
        {
            await errors.WriteLineAsync(
                "masakari: takeover needs --yes without a terminal. First stop all masakari-engine processes of the Python original");
            return 2;
        }
        if (!sure && !await IsSureAsync(answers!, ct))
        {
            await output.WriteLineAsync("Nothing was released.");
            return 1;
        }
        await recoveries.ReleaseAsync(held.Select(one => one.Uuid), by, reason, ct);
        await output.WriteLineAsync($"Released: {held.Count}. A running engine continues them within seconds.");
        return 0;
    }, ct);

    /// <summary>Releases one notification, or all that are held.</summary>
    public async Task<int> ReleaseAsync(Guid? notification, bool all, string? reason, CancellationToken ct)
    {
        if (notification is { } one && !all) return await ReleaseOneAsync(one, reason, ct);
        if (notification is null && all) return await ReleaseAllAsync(reason, ct);
        await errors.WriteLineAsync("masakari: release needs the UUID of a notification, or --all");
        return 2;
    }

    private Task<int> ReleaseAllAsync(string? reason, CancellationToken ct) => WithHeldAsync(async recoveries =>
    {
        var held = (await recoveries.ListAllAsync(ct)).Where(one => !one.MayGoOn).ToList();
        await recoveries.ReleaseAsync(held.Select(one => one.Uuid), by, reason, ct);
        foreach (var one in held) await output.WriteLineAsync($"Notification {one.Uuid} (host {one.Host}) is released.");
        await output.WriteLineAsync(
            held.Count == 0 ? "Nothing is held." : $"Released: {held.Count}. A running engine continues them within seconds.");
        return 0;
    }, ct);

    private Task<int> ReleaseOneAsync(Guid notification, string? reason, CancellationToken ct) => WithHeldAsync(async recoveries =>
    {
        if (await recoveries.ReleaseAsync(notification, by, reason, ct) is { } refusal)
        {
            await errors.WriteLineAsync($"masakari: {refusal.Message}");
            return 1;
        }
        await output.WriteLineAsync($"Notification {notification} is released. A running engine continues it within seconds.");
        return 0;
    }, ct);

    private async Task<bool> IsSureAsync(TextReader input, CancellationToken ct)
    {
        await output.WriteAsync("Are all masakari-engine processes of the Python original stopped, on every controller? [y/N] ");
        await output.FlushAsync(ct);
        return (await input.ReadLineAsync(ct))?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private void Show(IEnumerable<HeldNotification> held)
    {
        var table = new Table().Border(TableBorder.Ascii).AddColumns("notification", "type", "host", "running since", "vmoves", "of these open");
        foreach (var one in held)
            table.AddRow(Cell($"{one.Uuid}"), Cell($"{one.Type}"), Cell($"{one.Host}"), Cell($"{one.Since:u}"), Cell($"{one.VMoves.All}"), Cell($"{one.VMoves.Open}"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Width;
        console.Write(table);

        static Text Cell(FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture));
    }

    private Task<int> WithHeldAsync(Func<HeldRecoveries, Task<int>> deed, CancellationToken ct) =>
        ManageWork.OnTablesAsync(sources, errors, rooms => deed(rooms.GetRequiredService<HeldRecoveries>()), ct);
}
