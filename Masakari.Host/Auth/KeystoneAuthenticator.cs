using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Identity;
using Masakari.Host.Auth.Policy;

namespace Masakari.Host.Auth;

/// <summary>
/// <c>auth_strategy = keystone</c>: Keystone says whose token it is, and good news is believed for a while. Identity headers that a client sends are
/// never read, so they can't be forged.
/// </summary>
internal sealed class KeystoneAuthenticator(CallerTokens tokens, PolicyGate policy, AuthOptions options, ILogger<KeystoneAuthenticator> logger)
    : IAuthenticator
{
    private readonly AuthVerdict rejected = new AuthVerdict.Rejected($"Keystone uri=\"{options.ChallengeUri}\"", options.DelaysDecision);

    public async Task<AuthVerdict> CheckAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await CallerAsync(request, ct) is { } caller
                ? new AuthVerdict.Accepted(caller with { IsAdmin = await policy.AllowsAsync(PolicyDefaults.ContextIsAdmin, caller, ct) })
                : rejected;
        }
        catch (OpenStackException problem)
        {
            logger.KeystoneUnavailable(problem.Message);
            return new AuthVerdict.Unavailable();
        }
    }

    private async Task<RequestContext?> CallerAsync(HttpRequest request, CancellationToken ct)
    {
        if ((Token(request, "X-Auth-Token") ?? Token(request, "X-Storage-Token")) is not { } userToken)
            return null;
        ValidatedToken? service = null;
        if (Token(request, "X-Service-Token") is { } serviceToken)
        {
            service = await tokens.OwnerAsync(serviceToken, evenIfExpired: false, ct);
            if (service is null || (options.ServiceTokenRolesRequired && !IsTrusted(service)))
                return null;
        }

        var passedOn = service is not null && IsTrusted(service);
        var user = await tokens.OwnerAsync(userToken, evenIfExpired: passedOn, ct);
        return user is not null && IsWithinItsRules(user, request, passedOn)
            ? Context(user) with { Service = service is null ? null : Context(service) }
            : null;
    }

    private bool IsTrusted(ValidatedToken service) => service.Roles.Intersect(options.ServiceTokenRoles, StringComparer.Ordinal).Any();

    // A trusted service may call other paths than its user could; that this service is meant at all must hold nevertheless.
    private bool IsWithinItsRules(ValidatedToken user, HttpRequest request, bool passedOn)
    {
        if (user.AccessRules is not { } rules)
            return true;
        if (options.ServiceType is not { } ownType)
        {
            logger.ServiceTypeUnset();
            return false;
        }

        return user.ServiceTypes.Contains(ownType)
            && (passedOn || rules.Any(rule => AccessRuleMatch.Allows(rule, ownType, request.Method, request.Path.Value ?? "")));
    }

    private static string? Token(HttpRequest request, string header) => request.Headers[header].ToString().Trim() is { Length: > 0 } token ? token : null;

    private static RequestContext Context(ValidatedToken owner) => new()
    {
        UserId = owner.UserId,
        UserDomainId = owner.UserDomainId,
        ProjectId = owner.ProjectId,
        ProjectDomainId = owner.ProjectDomainId,
        SystemScope = owner.IsSystemScoped ? "all" : null,
        DomainId = owner.DomainId,
        Roles = owner.Roles,
        IsAdminProject = owner.IsAdminProject,
    };
}
