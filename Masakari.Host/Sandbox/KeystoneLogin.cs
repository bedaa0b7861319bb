using System.Text.Json;

namespace Masakari.Host.Sandbox;

/// <summary>
/// The supported parts of a token request: a password or a token with a project, the system or nothing as scope; or an application
/// credential.
/// </summary>
internal sealed record KeystoneLogin
{
    private const string DefaultDomain = "default";

    public string? UserName { get; private init; }
    public string? UserId { get; private init; }
    public string? Password { get; private init; }

    /// <summary>A token to log in with instead of a password.</summary>
    public string? Token { get; private init; }

    public string? ProjectName { get; private init; }
    public string? ProjectId { get; private init; }
    public bool IsSystem { get; private init; }

    /// <summary>The id of the application credential, which replaces user and scope.</summary>
    public string? CredentialId { get; private init; }

    /// <summary>False when the request names a domain other than Default; other domains have no users.</summary>
    public bool IsOfKnownDomain { get; private init; }

    /// <summary>Null: neither kind of login.</summary>
    public static KeystoneLogin? Parse(string body)
    {
        if (Json.Parse(body) is not { } root) return null;
        if (root.At("auth", "identity", "application_credential") is { } credential)
            return new KeystoneLogin { CredentialId = credential.Text("id") ?? "", Password = credential.Text("secret"), IsOfKnownDomain = true };
        var scope = root.At("auth", "scope");
        var project = scope?.At("project");
        if (root.At("auth", "identity", "token")?.Text("id") is { } token)
            return Scoped(scope, project) with { Token = token, IsOfKnownDomain = project is null || IsDefault(project.Value) };
        if (root.At("auth", "identity", "password", "user") is not { } user) return null;
        return Scoped(scope, project) with
        {
            UserName = user.Text("name"),
            UserId = user.Text("id"),
            Password = user.Text("password"),
            IsOfKnownDomain = IsDefault(user) && (project is null || IsDefault(project.Value)),
        };
    }

    public override string ToString() => $"login of {UserName ?? UserId}";

    private static KeystoneLogin Scoped(JsonElement? scope, JsonElement? project) => new()
    {
        ProjectName = project?.Text("name"), ProjectId = project?.Text("id"), IsSystem = scope?.At("system") is not null,
    };

    private static bool IsDefault(JsonElement named) =>
        named.Text("id") is not null
        || named.At("domain")?.Text("id") == DefaultDomain
        || DefaultDomain.Equals(named.At("domain")?.Text("name"), StringComparison.OrdinalIgnoreCase);
}
