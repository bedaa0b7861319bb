namespace Masakari.Core.OpenStack.Identity;

internal static class TokenMapping
{
    public static ServiceCatalogue ToCatalogue(this TokenWire token) => new(
    [
        .. from service in token.Catalog ?? []
           from endpoint in service.Endpoints ?? []
           where Uri.IsWellFormedUriString(endpoint.Url, UriKind.Absolute)
           select new CatalogueEntry
           {
               Type = service.Type,
               Name = service.Name,
               Interface = EndpointQuery.InterfaceOf(endpoint.Interface) ?? endpoint.Interface,
               Region = endpoint.RegionId ?? endpoint.Region,
               Url = new Uri(endpoint.Url),
           },
    ]);

    /// <returns><see langword="null"/> for a token without a user.</returns>
    public static ValidatedToken? ToValidatedToken(this TokenWire token) => token.User is not { Id: { } id, Name: { } name } ? null : new()
    {
        UserId = id,
        UserName = name,
        UserDomainId = token.User.Domain?.Id,
        UserDomainName = token.User.Domain?.Name,
        ProjectId = token.Project?.Id,
        ProjectName = token.Project?.Name,
        ProjectDomainId = token.Project?.Domain?.Id,
        ProjectDomainName = token.Project?.Domain?.Name,
        DomainId = token.Domain?.Id,
        DomainName = token.Domain?.Name,
        IsSystemScoped = token.System?.GetValueOrDefault("all") == true,
        Roles = [.. (token.Roles ?? []).Select(role => role.Name).OfType<string>()],
        IsAdminProject = token.IsAdminProject ?? true,
        ServiceTypes = [.. (token.Catalog ?? []).Select(service => service.Type).Distinct()],
        ExpiresAt = token.ExpiresAt,
        AccessRules = token.ApplicationCredential?.AccessRules,
    };
}
