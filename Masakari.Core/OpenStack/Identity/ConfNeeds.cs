using Masakari.Core.Configuration;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>What the sections of this room have in common: options without which nothing works.</summary>
internal static class ConfNeeds
{
    /// <summary>Stands where an address should be; the configuration is refused before it is used.</summary>
    public static readonly Uri NoAddress = new("http://not-configured.invalid");

    public static Uri Needed(this ConfSection section, string name, Uri? value)
    {
        Report(section, name, value);
        return value ?? NoAddress;
    }

    public static string Needed(this ConfSection section, string name, string? value)
    {
        Report(section, name, value);
        return value ?? "";
    }

    /// <summary>A file that can be read, or <see langword="null"/> when none is named.</summary>
    public static string? CaFile(this ConfSection section, string name, string help)
    {
        if (section.Text(name, null, help) is not { Length: > 0 } file) return null;
        if (!File.Exists(file)) section.Error(name, $"no such file: '{file}'");
        return file;
    }

    /// <summary>Warns of what Keystone lets pass at login, or not even that: an account without a project, a name without its domain.</summary>
    /// <param name="section">Where the account stands.</param>
    /// <param name="account">The account.</param>
    /// <param name="project">What its project is called there.</param>
    /// <param name="userDomain">What the domain of the user is called there.</param>
    /// <param name="projectDomain">What the domain of the project is called there.</param>
    public static void WarnOfScope(this ConfSection section, KeystoneCredentials account, string project, string userDomain, string projectDomain)
    {
        const string NoDomain = "is not set: Keystone needs the domain of a name, and rejects the login";
        if (account is { SystemScope: false, ProjectId: null, ProjectName: null })
            section.Warn(project, "is not set: the login has no project unless the account has a default project in Keystone, and a "
                + "token without a project has no roles");
        if (account is { UserId: null, UserName: not null, UserDomainId: null, UserDomainName: null })
            section.Warn(userDomain, NoDomain);
        if (account is { SystemScope: false, ProjectId: null, ProjectName: not null, ProjectDomainId: null, ProjectDomainName: null })
            section.Warn(projectDomain, NoDomain);
    }

    private static void Report(ConfSection section, string name, object? value)
    {
        // A value of the wrong kind has been reported already.
        if (value is null && !section.IsSet(name)) section.Error(name, "is needed");
        if (value is "") section.Error(name, "must not be empty");
    }
}
