namespace Masakari.Core.OpenStack.Identity;

/// <summary>For a service that asks for no token (noauth2): nothing is sent, and there is no catalogue.</summary>
internal sealed class NoTokens : ITokenSource
{
    private static readonly Task<Token> None = Task.FromResult(new Token
    {
        Value = "",
        Lifetime = TimeSpan.MaxValue,
        Catalogue = new ServiceCatalogue([]),
    });

    public Task<Token> GetAsync(CancellationToken ct) => None;

    public void Invalidate(Token refused)
    {
    }
}
