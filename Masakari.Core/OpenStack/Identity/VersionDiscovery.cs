using System.Collections.Concurrent;
using Masakari.Core.OpenStack.Http;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>Finds the root of Keystone's version 3 below an address that may or may not name it, once per address.</summary>
internal sealed class VersionDiscovery(RestClient rest, ILogger logger)
{
    private readonly ConcurrentDictionary<Uri, Uri> known = new();

    /// <exception cref="OpenStackException">Keystone does not answer.</exception>
    public async Task<Uri> FindAsync(Uri address, CancellationToken ct)
    {
        if (known.TryGetValue(address, out var root)) return root;
        root = IsVersion3(address) ? address : await AskAsync(address, ct);
        logger.VersionFound(root);
        return known.GetOrAdd(address, root);
    }

    private async Task<Uri> AskAsync(Uri address, CancellationToken ct)
    {
        var ask = new Ask
        {
            Method = HttpMethod.Get,
            Url = address,
            What = "find version 3",
            Limit = KeystoneClient.Limit,
        };
        var answer = await rest.SendAsync(ask, ct);
        var document = answer.Read(IdentityJson.Default.VersionDocument);
        var versions = document.Versions?.Values ?? (document.Version is { } one ? [one] : []);
        var self = versions.FirstOrDefault(version => version.Id.StartsWith("v3", StringComparison.Ordinal))?
            .Links?.FirstOrDefault(link => link.Rel == "self")?.Href;
        return self is null ? address.Below("v3") : BehindTheSameHost(address, self);
    }

    // Version documents often carry the inner scheme and host of a Keystone behind a proxy: only the path is believed.
    private static Uri BehindTheSameHost(Uri address, string self)
    {
        var path = new Uri(address.Below(""), self).AbsolutePath;
        return new Uri(address, path);
    }

    private static bool IsVersion3(Uri address) => address.AbsolutePath.TrimEnd('/').EndsWith("/v3", StringComparison.Ordinal);
}
