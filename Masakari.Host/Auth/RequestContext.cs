namespace Masakari.Host.Auth;

/// <summary>Who makes a request.</summary>
internal sealed record RequestContext
{
    public string? UserId { get; init; }

    /// <summary>The project of the token; <see langword="null"/> for a token of another scope.</summary>
    public string? ProjectId { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Whether the caller may use the API; segments and hosts belong to the cloud, not to projects.</summary>
    public bool IsAdmin { get; init; }
}
