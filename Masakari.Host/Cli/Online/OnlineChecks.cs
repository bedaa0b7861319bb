using System.Runtime.CompilerServices;
using Masakari.Core.Configuration;

namespace Masakari.Host.Cli.Online;

/// <summary>Asks everything that the service depends on, as the service would, and changes nothing.</summary>
internal static class OnlineChecks
{
    /// <param name="conf">A configuration without errors.</param>
    /// <param name="clock">For the pauses between attempts.</param>
    /// <param name="ct">Ends the checks.</param>
    public static async IAsyncEnumerable<Finding> RunAsync(Conf conf, TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return await DatabaseCheck.RunAsync(conf, clock, ct);
        await foreach (var finding in CloudChecks.RunAsync(conf, clock, ct))
            yield return finding;
    }
}
