using System.Text;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>One account of Keystone: where to log in, as whom, and for what.</summary>
public sealed record KeystoneCredentials
{
    /// <summary>Keystone's address, with or without <c>/v3</c>.</summary>
    public required Uri AuthUrl { get; init; }

    /// <summary>The user's name; needs a domain. <see langword="null"/> when <see cref="UserId"/> is given.</summary>
    public string? UserName { get; init; }

    /// <summary>The user's id; goes before <see cref="UserName"/>.</summary>
    public string? UserId { get; init; }

    /// <summary>The password, empty for the other ways to log in. Never printed.</summary>
    public required string Password { get; init; }

    /// <summary>A token to log in with instead of a password. Never printed.</summary>
    public string? Token { get; init; }

    /// <summary>An application credential to log in with instead of a password.</summary>
    public ApplicationCredential? Application { get; init; }

    /// <summary>The name of the user's domain; Keystone does not look at the case.</summary>
    public string? UserDomainName { get; init; }

    /// <summary>The id of the user's domain; goes before the name.</summary>
    public string? UserDomainId { get; init; }

    /// <summary>The project the token is for, by name; needs a domain.</summary>
    public string? ProjectName { get; init; }

    /// <summary>The project the token is for, by id; goes before the name.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The name of the project's domain.</summary>
    public string? ProjectDomainName { get; init; }

    /// <summary>The id of the project's domain; goes before the name.</summary>
    public string? ProjectDomainId { get; init; }

    /// <summary>Asks for a token for the whole system instead of a project.</summary>
    public bool SystemScope { get; init; }

    /// <summary>The account as logs name it: the user's name or id, the application credential's, or <c>(no user)</c>.</summary>
    public string Display => UserName ?? UserId ?? Application?.Name ?? Application?.Id ?? "(no user)";

    private bool PrintMembers(StringBuilder text)
    {
        text.Append("AuthUrl = ").Append(AuthUrl).Append(", User = ").Append(Display);
        text.Append(", Project = ").Append(ProjectName ?? ProjectId);
        return true;
    }
}
