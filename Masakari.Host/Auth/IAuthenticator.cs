namespace Masakari.Host.Auth;

/// <summary>Finds out who makes a request.</summary>
internal interface IAuthenticator
{
    Task<AuthVerdict> CheckAsync(HttpRequest request, CancellationToken ct);
}
