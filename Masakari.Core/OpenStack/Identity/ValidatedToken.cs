namespace Masakari.Core.OpenStack.Identity;

/// <summary>What Keystone says about a good token. It does not hold the token itself.</summary>
public sealed record ValidatedToken
{
    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The user's name.</summary>
    public required string UserName { get; init; }

    /// <summary>The id of the user's domain.</summary>
    public string? UserDomainId { get; init; }

    /// <summary>The name of the user's domain.</summary>
    public string? UserDomainName { get; init; }

    /// <summary>The project it is scoped to; <see langword="null"/> when it is scoped to none.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The project's name.</summary>
    public string? ProjectName { get; init; }

    /// <summary>The id of the project's domain.</summary>
    public string? ProjectDomainId { get; init; }

    /// <summary>The name of the project's domain.</summary>
    public string? ProjectDomainName { get; init; }

    /// <summary>The domain it is scoped to; <see langword="null"/> when it is scoped to none.</summary>
    public string? DomainId { get; init; }

    /// <summary>The name of the domain it is scoped to.</summary>
    public string? DomainName { get; init; }

    /// <summary>Whether it is scoped to the whole system (<c>all</c>).</summary>
    public bool IsSystemScoped { get; init; }

    /// <summary>The names of the roles, as Keystone spells them.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Whether its project is the one that Keystone was told administrators use; true where Keystone was told nothing.</summary>
    public bool IsAdminProject { get; init; } = true;

    /// <summary>The types of the services in its catalogue; empty when no catalogue was asked for.</summary>
    public IReadOnlyList<string> ServiceTypes { get; init; } = [];

    /// <summary>When it expires, by our clock: the moment that Keystone gives, corrected by how far the two clocks differ.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What its application credential is limited to; <see langword="null"/> when nothing limits it, empty when nothing is allowed.</summary>
    public IReadOnlyList<AccessRule>? AccessRules { get; init; }
}
