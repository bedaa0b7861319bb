using System.Globalization;
using System.Text.RegularExpressions;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>
/// The log of a scenario as it is compared: the lines of the recovery room at Information and above, ids replaced by names, sorted by
/// (simulated second since the death, subject, sequence), because parallel evacuations have no fixed order.
/// </summary>
internal static partial class GoldenLog
{
    public static IReadOnlyList<string> Of(MasakariScenario masakari, GoldenStage stage, Guid notification, DateTimeOffset death)
    {
        var names = stage.Servers.ToDictionary(
            server => masakari.Cloud.Server(server.Name).Id.ToString(), server => $"id of {server.Name}");
        names[notification.ToString()] = "the report";
        return
        [
            .. masakari.Log.Select(text => Line().Match(text)).Where(line => line.Success)
                .Select(line => (Second: Second(line.Groups["time"].Value, death), Text: Named(line.Groups["text"].Value.Trim(), names)))
                .Select(line => (line.Second, Subject: Subject(line.Text, stage), line.Text))
                // Stable: lines with equal keys keep their sequence.
                .OrderBy(line => line.Second).ThenBy(line => line.Subject, StringComparer.Ordinal)
                .Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Second,4} s  {line.Subject,-6} {line.Text}")),
        ];
    }

    private static int Second(string time, DateTimeOffset death) =>
        (int)(TimeSpan.ParseExact(time, @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture) - death.TimeOfDay).TotalSeconds;

    private static string Named(string text, Dictionary<string, string> names) =>
        names.Aggregate(text, (named, pair) => named.Replace(pair.Key, pair.Value, StringComparison.OrdinalIgnoreCase));

    private static string Subject(string text, GoldenStage stage) =>
        stage.Servers.Select(server => server.Name).FirstOrDefault(name => text.Contains($"instance {name} ", StringComparison.Ordinal)) ?? stage.Dies;

    [GeneratedRegex(@"^(?<time>\S+) (Information|Warning|Error) 5[01]\d\d (?<text>.*)$", RegexOptions.Singleline)]
    private static partial Regex Line();
}
