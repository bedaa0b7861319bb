using Masakari.Core.Configuration;
using Masakari.Host.Cli.Online;
using Masakari.Host.Service;

namespace Masakari.Host.Cli;

/// <summary><c>masakari conf check</c>: what a start would say about the configuration, without starting.</summary>
internal static class ConfCheckVerb
{
    /// <summary>Prints one line for each error and warning, and one for the settings without effect.</summary>
    /// <returns>0, or 2 when the service would refuse to start.</returns>
    public static int Run<T>(ConfSources sources, Func<Conf, T> readAll, TextWriter output) =>
        Report(ConfReview.Read(sources, readAll).Review,
            "The configuration can be used. `masakari conf check --online` also asks the database, Keystone and Nova.", output);

    /// <summary>As <see cref="Run"/>, for the configuration of the monitors.</summary>
    public static int RunForMonitors(ConfSources sources, TextWriter output) =>
        Report(ConfReview.Read(sources, MonitorService.ReadAll).Review, "The configuration of the monitors can be used.", output);

    /// <summary>As <see cref="Run"/>; then asks the database, Keystone and Nova, and prints one line for each check.</summary>
    /// <returns>0, 1 when a check failed, or 2 when the service would refuse to start.</returns>
    public static async Task<int> RunOnlineAsync(ConfSources sources, Func<Conf, Conf> readAll, TextWriter output, CancellationToken ct)
    {
        var (conf, review) = ConfReview.Read(sources, readAll);
        if (Report(review, "The files have no mistakes. Connecting:", output) is not 0 and var refused)
            return refused;
        var failed = false;
        await foreach (var finding in OnlineChecks.RunAsync(conf, TimeProvider.System, ct))
        {
            await output.WriteLineAsync(finding.ToString());
            failed |= finding.Verdict == Verdict.Failed;
        }

        return failed ? 1 : 0;
    }

    private static int Report(ConfReview review, string verdict, TextWriter output)
    {
        foreach (var error in review.Errors)
            output.WriteLine(error);
        foreach (var warning in review.Warnings)
            output.WriteLine($"warning: {warning}");
        if (review.Notes is { } notes)
            output.WriteLine(notes);
        if (review.Errors.Count > 0)
            return 2;
        output.WriteLine(verdict);
        return 0;
    }
}
