using static Masakari.Host.Sandbox.SimulatedAnswer;

namespace Masakari.Host.Sandbox;

/// <summary>Keystone v3, as far as a service uses it: version discovery, issuing and validating tokens.</summary>
internal sealed class Keystone(
    SimulatedCloudOptions options, CloudTimeline timeline, CloudDice dice, KeystoneAccounts accounts, ServiceCatalogue catalogue)
{
    private readonly Dictionary<string, KeystoneToken> tokens = [];

    /// <summary>The number of issued tokens.</summary>
    public int Given { get; private set; }

    public SimulatedAnswer Answer(SimulatedRequest request) => (request.Method, request.Path) switch
    {
        ("GET", "/identity") => KeystoneVersions.All(request),
        ("GET", "/identity/v3") => KeystoneVersions.V3(request),
        ("POST", "/identity/v3/auth/tokens") => Give(request),
        ("GET" or "HEAD", "/identity/v3/auth/tokens") => Validate(request),
        ("DELETE", "/identity/v3/auth/tokens") => Revoke(request),
        _ => Fault(404, "Not Found", "The resource could not be found."),
    };

    /// <summary>Null: the token is unknown, revoked or expired.</summary>
    public KeystoneToken? FindToken(string? text) => Find(text) is { } token && token.ExpiresAt > timeline.Now ? token : null;

    public void RevokeAll() => tokens.Clear();

    /// <summary>The answer of Keystone itself, and of its middleware in front of Nova.</summary>
    public static SimulatedAnswer Unauthorized(SimulatedRequest request) =>
        Fault(401, "Unauthorized", "The request you have made requires authentication.")
            .With("WWW-Authenticate", $"Keystone uri=\"{request.Origin}/identity/v3\"");

    public static SimulatedAnswer Fault(int code, string title, string message) => Of(code, new { error = new { code, message, title } });

    private KeystoneToken? Find(string? text) => text is null ? null : tokens.GetValueOrDefault(text);

    private SimulatedAnswer Give(SimulatedRequest request)
    {
        var login = KeystoneLogin.Parse(request.Body);
        if (login?.CredentialId is { } id)
            return Give(request, accounts.FindCredential(id), login.Password);
        if (login is not { IsOfKnownDomain: true } || UserOf(login) is not { } user || !MayEnter(user, login))
            return Unauthorized(request);
        var token = Issue(user, login.IsSystem ? null : user.Project);
        return Body(201, request, token).With("X-Subject-Token", token.Text);
    }

    private KeystoneUser? UserOf(KeystoneLogin login) =>
        login.Token is { } token ? FindToken(token)?.User
        : login.Password == options.Password ? accounts.Find(login.UserName, login.UserId)
        : null;

    private SimulatedAnswer Give(SimulatedRequest request, KeystoneCredential? credential, string? secret)
    {
        if (credential is null || credential.Secret != secret)
            return Unauthorized(request);
        var token = Issue(credential.Owner, credential.Owner.Project, credential);
        return Body(201, request, token).With("X-Subject-Token", token.Text);
    }

    private static bool MayEnter(KeystoneUser user, KeystoneLogin login) => login switch
    {
        { IsSystem: true } => user.IsAdmin,
        { ProjectId: { } id } => id == user.Project.Id,
        { ProjectName: { } name } => name == user.Project.Name,
        _ => true,   // no scope: the user's own project
    };

    private KeystoneToken Issue(KeystoneUser user, KeystoneProject? project, KeystoneCredential? credential = null)
    {
        Given++;
        var token = new KeystoneToken
        {
            Text = $"gAAAAA{dice.Hex($"token/{Given}")}",
            AuditId = dice.Hex($"audit/{Given}")[..22],
            User = user,
            Project = project,
            Credential = credential,
            IssuedAt = timeline.Now,
            ExpiresAt = timeline.Now + options.TokenLifetime,
        };
        tokens.Add(token.Text, token);
        return token;
    }

    private SimulatedAnswer Validate(SimulatedRequest request)
    {
        if (FindToken(request.Header("X-Auth-Token")) is not { } caller) return Unauthorized(request);
        var subject = request.Header("X-Subject-Token");
        if (!caller.User.IsAdmin && subject != caller.Text)
            return Fault(403, "Forbidden", "You are not authorized to perform the requested action: identity:validate_token.");
        var token = request.Query("allow_expired") is "1" or "true" ? Find(subject) : FindToken(subject);
        // A service that does not announce access rules must not take a limited token for an unlimited one.
        var isHidden = token?.Credential?.Rules is not null && request.Header("OpenStack-Identity-Access-Rules") is null;
        return token is null || isHidden
            ? Fault(404, "Not Found", "Could not recognize Fernet token")
            : Body(200, request, token).With("X-Subject-Token", token.Text);
    }

    private SimulatedAnswer Revoke(SimulatedRequest request)
    {
        if (FindToken(request.Header("X-Auth-Token")) is null) return Unauthorized(request);
        return tokens.Remove(request.Header("X-Subject-Token") ?? "")
            ? Empty(204)
            : Fault(404, "Not Found", "Could not recognize Fernet token");
    }

    private SimulatedAnswer Body(int status, SimulatedRequest request, KeystoneToken token)
    {
        var services = request.Url.Query.Contains("nocatalog", StringComparison.Ordinal) ? null : catalogue.For(request.Origin, token.Project);
        return Of(status, new { token = KeystoneTokenBody.Of(token, services, dice) });
    }
}
