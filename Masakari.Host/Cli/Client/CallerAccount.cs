using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.InstanceHa;

namespace Masakari.Host.Cli.Client;

/// <summary>Makes of the settings who calls, and where the API is.</summary>
internal static class CallerAccount
{
    private const string DefaultDomain = "default";

    /// <exception cref="CliException">A setting is missing, wrong, or contradicts another one.</exception>
    public static InstanceHaOptions Of(Settings settings)
    {
        if (settings[SettingKey.IdentityVersion] is { } version && !version.Value.StartsWith('3'))
            throw CliException.Usage($"{version.Place} must be 3: this client knows version 3 of Keystone's API alone");
        var type = AuthTypeOf(settings);
        var url = settings[SettingKey.Endpoint] is { } endpoint ? Address(endpoint) : null;
        if (type == "none" && url is null) throw settings.Missing(SettingKey.Endpoint);
        return new InstanceHaOptions
        {
            Credentials = type == "none" ? null : Credentials(settings, type),
            Url = url,
            Endpoint = InstanceHaClient.AnyEndpoint with
            {
                Region = settings.Text(SettingKey.RegionName),
                Interface = settings[SettingKey.Interface] is { } face ? InterfaceOf(face) : "public",
            },
            Transport = new TransportOptions { CaFile = CaFile(settings), Insecure = settings.IsInsecure },
            Microversion = settings[SettingKey.ApiVersion] is { } wanted ? VersionOf(wanted) : null,
        };
    }

    private static string AuthTypeOf(Settings settings)
    {
        if (settings[SettingKey.AuthType] is not { } given) return Guess(settings);
        return given.Value switch
        {
            "password" or "v3password" => "password",
            "token" or "v3token" => "token",
            "v3applicationcredential" => "application",
            "none" => "none",
            _ => throw CliException.Usage(
                $"{given.Place} must be password, v3password, token, v3token, v3applicationcredential or none"),
        };
    }

    /// <summary>By what is given. What comes from the command line goes before what comes from elsewhere.</summary>
    private static string Guess(Settings settings)
    {
        SettingKey? found = null;
        foreach (var key in new[] { SettingKey.CredentialSecret, SettingKey.Token, SettingKey.Password })
        {
            if (settings[key] is not { } given) continue;
            var before = found is null ? null : settings[found];
            if (before is not null && before.Source == given.Source)
                throw CliException.Usage($"{before.Place} and {given.Place} contradict each other; keep one, or set OS_AUTH_TYPE");
            if (before is null || before.Source < given.Source) found = key;
        }

        return found == SettingKey.CredentialSecret ? "application"
            : found == SettingKey.Token ? "token"
            : found is null && settings[SettingKey.AuthUrl] is null && settings[SettingKey.Endpoint] is not null ? "none" : "password";
    }

    private static KeystoneCredentials Credentials(Settings settings, string type)
    {
        var domain = settings.Text(SettingKey.DefaultDomain) ?? DefaultDomain;
        var account = new KeystoneCredentials
        {
            AuthUrl = Address(settings.Needed(SettingKey.AuthUrl)),
            Password = "",
            UserName = settings.Text(SettingKey.UserName),
            UserId = settings.Text(SettingKey.UserId),
            UserDomainName = settings.Text(SettingKey.UserDomainName),
            UserDomainId = settings.Text(SettingKey.UserDomainId) ?? (settings[SettingKey.UserDomainName] is null ? domain : null),
            ProjectName = settings.Text(SettingKey.ProjectName),
            ProjectId = settings.Text(SettingKey.ProjectId),
            ProjectDomainName = settings.Text(SettingKey.ProjectDomainName),
            ProjectDomainId = settings.Text(SettingKey.ProjectDomainId) ?? (settings[SettingKey.ProjectDomainName] is null ? domain : null),
            SystemScope = settings[SettingKey.SystemScope] is { } scope && IsSystem(settings, scope),
        };
        return type switch
        {
            "token" => account with { Token = settings.Needed(SettingKey.Token).Value },
            "application" => account with { Application = Application(settings) },
            _ when account is { UserName: null, UserId: null } => throw settings.Missing(SettingKey.UserName),
            _ => account with { Password = settings.Needed(SettingKey.Password).Value },
        };
    }

    private static ApplicationCredential Application(Settings settings)
    {
        var id = settings.Text(SettingKey.CredentialId);
        var name = id is null ? settings[SettingKey.CredentialName] ?? throw settings.Missing(SettingKey.CredentialId) : null;
        if (name is not null && settings[SettingKey.UserId] is null) settings.Needed(SettingKey.UserName);
        return new ApplicationCredential { Id = id, Name = name?.Value, Secret = settings.Needed(SettingKey.CredentialSecret).Value };
    }

    private static bool IsSystem(Settings settings, Setting scope)
    {
        if (scope.Value != "all") throw CliException.Usage($"{scope.Place} must be 'all': Keystone knows no other part of a system");
        if ((settings[SettingKey.ProjectId] ?? settings[SettingKey.ProjectName]) is { } project && project.Source >= scope.Source)
            throw CliException.Usage(
                $"{scope.Place} and {project.Place} contradict each other: a token is for the system or for one project");
        return true;
    }

    private static Uri Address(Setting setting) =>
        Uri.TryCreate(setting.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url : throw CliException.Usage($"{setting.Place} must be an address that begins with http:// or https://");

    private static string InterfaceOf(Setting setting) =>
        setting.Value.Replace("URL", "", StringComparison.Ordinal) is var face and ("public" or "internal" or "admin")
            ? face : throw CliException.Usage($"{setting.Place} must be public, internal or admin");

    private static ApiVersion? VersionOf(Setting setting) => setting.Value switch
    {
        "latest" => null,
        "1" => ApiVersion.Oldest,
        var text => ApiVersion.Parse(text)
            ?? throw CliException.Usage($"{setting.Place} must be a version such as 1.3, not '{text}'"),
    };

    private static string? CaFile(Settings settings)
    {
        if (settings.IsInsecure || settings[SettingKey.CaCert] is not { } setting) return null;
        if (!File.Exists(setting.Value)) throw CliException.Usage($"{setting.Place}: no such file: {setting.Value}");
        try
        {
            return File.ReadAllText(setting.Value).Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)
                ? setting.Value : throw CliException.Usage($"{setting.Place}: {setting.Value} holds no certificate in PEM form");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"{setting.Place}: {setting.Value} cannot be read: {e.Message}");
        }
    }
}
