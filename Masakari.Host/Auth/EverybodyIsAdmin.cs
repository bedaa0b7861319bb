namespace Masakari.Host.Auth;

/// <summary>
/// <c>auth_strategy = noauth2</c>, for trying things out on loopback: no token is looked at, everybody is admin, and who it is stands in headers.
/// </summary>
internal sealed class EverybodyIsAdmin : IAuthenticator
{
    public Task<AuthVerdict> CheckAsync(HttpRequest request, CancellationToken ct) =>
        Task.FromResult<AuthVerdict>(new AuthVerdict.Accepted(new RequestContext
        {
            UserId = Header(request, "X-User-Id"),
            ProjectId = Header(request, "X-Project-Id") ?? Header(request, "X-Tenant-Id"),
            Roles = Header(request, "X-Roles")?.Split(',', StringSplitOptions.TrimEntries) ?? [],
            IsAdmin = true,
        }));

    private static string? Header(HttpRequest request, string name) => request.Headers[name] is { Count: > 0 } values ? values.ToString() : null;
}
