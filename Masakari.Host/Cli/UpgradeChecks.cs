using System.Text.Json;
using Masakari.Core.Configuration;
using Masakari.Host.Auth.Policy;
using Masakari.Host.Cli.Online;

namespace Masakari.Host.Cli;

/// <summary>What must be in order before the service of this version starts. Asks the database, and changes nothing.</summary>
internal static class UpgradeChecks
{
    public static async Task<IReadOnlyList<UpgradeResult>> RunAsync(Conf conf, ConfReview review, TimeProvider clock, CancellationToken ct)
    {
        var results = new List<UpgradeResult> { Policy(conf), Configuration(review) };
        if (review.ErrorsOf("database").Count == 0) results.Add(await DatabaseAsync(conf, clock, ct));
        return results;
    }

    /// <summary>The one check of the original, under its name.</summary>
    private static UpgradeResult Policy(Conf conf)
    {
        const string Check = "Policy File JSON to YAML Migration";
        var main = new PolicyFiles(PolicyOptions.Read(conf)).Look().FirstOrDefault(stamp => stamp.IsMain);
        if (main is null || !IsJson(File.ReadAllText(main.Path))) return new UpgradeResult(Check, UpgradeVerdict.Success);
        return new UpgradeResult(
            Check, UpgradeVerdict.Failure,
            $"The policy file {main.Path} is written in JSON, which OpenStack has deprecated. Write it in YAML, as policy.yaml: "
            + "oslopolicy-convert-json-to-yaml converts it, and `masakari policy sample` shows the form.");
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static UpgradeResult Configuration(ConfReview review)
    {
        const string Check = "Configuration";
        const string All = "`masakari conf check` lists all.";
        return review switch
        {
            { Errors: { Count: > 0 } errors } => new UpgradeResult(Check, UpgradeVerdict.Failure, $"{FirstLine(errors)} {All}"),
            { Warnings: { Count: > 0 } warnings } => new UpgradeResult(Check, UpgradeVerdict.Warning, $"{FirstLine(warnings)} {All}"),
            _ => new UpgradeResult(Check, UpgradeVerdict.Success),
        };
    }

    private static async Task<UpgradeResult> DatabaseAsync(Conf conf, TimeProvider clock, CancellationToken ct)
    {
        const string Check = "Database Schema";
        var finding = await DatabaseCheck.RunAsync(conf, clock, ct);
        return finding.Verdict switch
        {
            Verdict.Failed when finding.NeedsSync => new UpgradeResult(Check, UpgradeVerdict.Warning, finding.Text),
            Verdict.Failed => new UpgradeResult(Check, UpgradeVerdict.Failure, finding.Text),
            _ => new UpgradeResult(Check, UpgradeVerdict.Success),
        };
    }

    private static string FirstLine(IReadOnlyList<ConfError> mistakes)
    {
        var first = $"{mistakes[0]}".Split('\n')[0].TrimEnd('.', ' ', '\r');
        return mistakes.Count == 1 ? $"{first}." : $"{first}, and {mistakes.Count - 1} more.";
    }
}
