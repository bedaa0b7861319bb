namespace Masakari.Core.OpenStack.Identity;

/// <summary>Where the calls to a service get their token from: an account of Keystone, or nowhere.</summary>
internal interface ITokenSource
{
    /// <exception cref="OpenStackException">There is no good token and none to be had; what needed it was never sent.</exception>
    Task<Token> GetAsync(CancellationToken ct);

    /// <summary>Forgets the token after a 401, unless somebody has renewed it meanwhile.</summary>
    void Invalidate(Token refused);
}
