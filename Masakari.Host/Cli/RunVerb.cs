using Masakari.Core;
using Masakari.Core.Configuration;
using Masakari.Host.Lifetime;
using Masakari.Host.Service;

namespace Masakari.Host.Cli;

/// <summary><c>masakari run</c>: the service.</summary>
internal static class RunVerb
{
    public static async Task<int> RunAsync(ConfSources sources, ServiceRole role, TextWriter errors, CancellationToken ct)
    {
        var (conf, review) = ConfReview.Read(
            sources, read => role == ServiceRole.Engine ? MasakariService.ReadAll(read) : MasakariService.ReadWithPolicy(read, withWarnings: false));
        if (review.Errors.Count > 0)
            return ConfTrouble.Report(review, errors);
        var host = MasakariService.Build(conf, role, services => services.AddReload(sources, MasakariService.ReadAll, conf));
        await using var ended = (IAsyncDisposable)host;
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Masakari");
        foreach (var (level, text) in review.StartMessages($"Masakari {ProductVersion.Text}"))
            logger.AtStart(level, text);
        return await ServiceLife.RunAsync(host, role, ct);
    }
}
