namespace Masakari.Core.OpenStack.Identity;

/// <summary>Where the services are. Keystone sends the catalogue with a token.</summary>
public sealed class ServiceCatalogue
{
    private readonly IReadOnlyList<CatalogueEntry> entries;

    internal ServiceCatalogue(IReadOnlyList<CatalogueEntry> entries) => this.entries = entries;

    /// <summary>The URL of an endpoint; of several that fit, the first.</summary>
    /// <returns><see langword="null"/> when no endpoint fits.</returns>
    public Uri? Find(EndpointQuery query) => FindEntry(query)?.Url;

    /// <summary>As <see cref="Find"/>, with the type under which the service is registered.</summary>
    internal CatalogueEntry? FindEntry(EndpointQuery query) => query.OtherTypes.Prepend(query.Type)
        .SelectMany(type => entries.Where(entry => entry.Type == type))
        .Where(entry => Fits(query.Name, entry.Name) && entry.Interface == query.Interface)
        .FirstOrDefault(entry => query.Region is null || entry.Region == query.Region);

    private static bool Fits(string? wanted, string? name) => wanted is null || string.IsNullOrEmpty(name) || wanted == name;
}

/// <summary>One endpoint of one service.</summary>
internal sealed record CatalogueEntry
{
    public required string Type { get; init; }

    public string? Name { get; init; }

    public required string Interface { get; init; }

    public string? Region { get; init; }

    public required Uri Url { get; init; }
}
