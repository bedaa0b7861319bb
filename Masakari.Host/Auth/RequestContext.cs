namespace Masakari.Host.Auth;

/// <summary>Who makes a request.</summary>
internal sealed record RequestContext
{
    public string? UserId { get; init; }

    public string? UserDomainId { get; init; }

    /// <summary>The project of the token; <see langword="null"/> for a token of another scope.</summary>
    public string? ProjectId { get; init; }

    public string? ProjectDomainId { get; init; }

    /// <summary><c>all</c> for a token of the whole system.</summary>
    public string? SystemScope { get; init; }

    /// <summary>The domain of a token of domain scope.</summary>
    public string? DomainId { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Whether Keystone calls the project the administrators' one; true where it makes no difference.</summary>
    public bool IsAdminProject { get; init; } = true;

    /// <summary>What the rule <c>context_is_admin</c> says of the caller; segments and hosts belong to the cloud, not to projects.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>The service that passes the request on, if it has sent a token of its own.</summary>
    public RequestContext? Service { get; init; }
}
