using System.Globalization;
using Masakari.Core.Configuration;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.Recovery.Status;

namespace Masakari.Host.Cli;

/// <summary><c>masakari manage status</c>: whether a failed host would be recovered now, and what the engines do.</summary>
/// <param name="sources">Where the configuration comes from.</param>
/// <param name="output">The answer.</param>
/// <param name="errors">Says why there is no answer.</param>
internal sealed class ManageStatusVerb(ConfSources sources, TextWriter output, TextWriter errors)
{
    /// <returns>0 = HA is on; 1 = it is off, or the database cannot be used; 2 = wrong usage or configuration.</returns>
    public Task<int> RunAsync(bool asJson, CancellationToken ct) => ManageWork.OnTablesAsync(sources, errors, async rooms =>
    {
        var status = await rooms.GetRequiredService<EngineStatusReader>().ReadAsync(ct);
        await output.WriteAsync(asJson ? StatusJson.Of(status) : string.Concat(Lines(status).Select(line => line + "\n")));
        return status.WhyOff is null ? 0 : 1;
    }, ct);

    private static IEnumerable<string> Lines(EngineStatus status) =>
    [
        status.WhyOff is { } why ? $"HA is off: {why}" : "HA is on",
        "",
        .. Section("Controllers", status.Controllers, ["CONTROLLER", "VERSION", "STATE", "LAST SEEN", "RUNNING SINCE", "RECOVERIES", "LEASE"], Cells),
        $"Pause: {(status.Pause is { } pause ? AlignedTable.OneLine(pause) : "none")}",
        "",
        .. Section("Recoveries", status.Recoveries,
            ["NOTIFICATION", "TYPE", "HOST", "STATUS", "SINCE", "FAILED", "NEXT ATTEMPT", "CONTROLLER", "MESSAGE"], Cells),
        .. Section("Held", status.Held, ["NOTIFICATION", "TYPE", "HOST", "SINCE", "WHY"], Cells),
        .. Section("Locked instances of recoveries that are over", status.ForgottenLocks, ["INSTANCE"], instance => [$"{instance}"]),
    ];

    private static string[] Cells(ControllerState one) =>
    [
        one.Name, one.Version ?? "-", one.IsAlive ? "alive" : "silent", one.SeenAgo is { } ago ? $"{Seconds(ago)} s ago" : "-",
        Time(one.StartedAt), one.Recoveries.ToString(CultureInfo.InvariantCulture),
        one.LeaseLeft is not { } left ? "-" : left < TimeSpan.Zero ? "expired" : $"{Seconds(left)} s left",
    ];

    private static string[] Cells(RecoveryState one) =>
    [
        $"{one.Uuid}", one.Type, one.Host, one.Status, Time(one.Since), one.FailedAttempts.ToString(CultureInfo.InvariantCulture),
        Time(one.NextAttempt), one.Controller ?? "-", one.Message ?? "-",
    ];

    private static string[] Cells(HeldNotification one) =>
        [$"{one.Uuid}", one.Type, one.Host, Time(one.Since), one.IsInMassFailure ? "mass failure" : "begun by the Python original"];

    private static IEnumerable<string> Section<T>(string name, IReadOnlyList<T> rows, string[] heads, Func<T, string[]> cells) =>
        rows.Count == 0 ? [$"{name}: none", ""] : [$"{name}:", .. AlignedTable.Lines([heads, .. rows.Select(cells)]), ""];

    private static string Time(DateTimeOffset? time) => time?.ToString("u", CultureInfo.InvariantCulture) ?? "-";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}
