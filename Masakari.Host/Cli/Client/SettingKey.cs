namespace Masakari.Host.Cli.Client;

/// <summary>A setting of the caller's account, with its names on the command line, in the environment and in clouds.yaml.</summary>
/// <param name="Name">As the client libraries of OpenStack call it.</param>
/// <param name="Help">For <c>--help</c>.</param>
internal sealed record SettingKey(string Name, string Help)
{
    /// <summary>Whether it is in <c>auth</c> of clouds.yaml, and so belongs to the login.</summary>
    public bool IsInAuth { get; private init; }

    /// <summary>Further variables, read in this order.</summary>
    public IReadOnlyList<string> OtherVariables { get; private init; } = [];

    /// <summary>Further names in clouds.yaml.</summary>
    public IReadOnlyList<string> OtherNames { get; private init; } = [];

    public bool IsSecret => Name is "password" or "token" or "application_credential_secret";

    public string Option => $"--os-{Name.Replace('_', '-')}";

    public string Variable => $"OS_{Name.ToUpperInvariant()}";

    public IEnumerable<string> Variables => OtherVariables.Prepend(Variable);

    public IEnumerable<string> NamesInFile => OtherNames.Prepend(Name).Select(name => IsInAuth ? $"auth.{name}" : name);

    public static SettingKey AuthUrl { get; } = Auth("auth_url", "The address of Keystone.");
    public static SettingKey UserName { get; } = Auth("username", "The user's name.");
    public static SettingKey UserId { get; } = Auth("user_id", "The user's id.");
    public static SettingKey Password { get; } =
        Auth("password", "The user's password. Better in OS_PASSWORD: others can see a command line.");

    public static SettingKey UserDomainName { get; } = Auth("user_domain_name", "The name of the user's domain.");
    public static SettingKey UserDomainId { get; } = Auth("user_domain_id", "The id of the user's domain.");
    public static SettingKey ProjectName { get; } =
        Auth("project_name", "The project's name.") with { OtherVariables = ["OS_TENANT_NAME"], OtherNames = ["tenant_name"] };

    public static SettingKey ProjectId { get; } =
        Auth("project_id", "The project's id.") with { OtherVariables = ["OS_TENANT_ID"], OtherNames = ["tenant_id"] };

    public static SettingKey ProjectDomainName { get; } = Auth("project_domain_name", "The name of the project's domain.");
    public static SettingKey ProjectDomainId { get; } = Auth("project_domain_id", "The id of the project's domain.");
    public static SettingKey SystemScope { get; } = Auth("system_scope", "all: log in for the whole system, without a project.");
    public static SettingKey Token { get; } = Auth("token", "A token instead of a password. Better in OS_TOKEN.");
    public static SettingKey CredentialId { get; } = Auth("application_credential_id", "The id of an application credential.");
    public static SettingKey CredentialName { get; } =
        Auth("application_credential_name", "The name of an application credential; the user is needed too.");

    public static SettingKey CredentialSecret { get; } = Auth("application_credential_secret", "Its secret. Better in the variable.");
    public static SettingKey AuthType { get; } =
        new("auth_type", "password, v3token, v3applicationcredential, or none (with --os-endpoint). Unset = by what is given.");

    public static SettingKey DefaultDomain { get; } = new("default_domain", "The id of the domain where no other is given (default).")
    {
        OtherVariables = ["OS_DEFAULT_DOMAIN_ID"], OtherNames = ["default_domain_id"],
    };

    public static SettingKey RegionName { get; } = new("region_name", "The region in the catalogue.");
    public static SettingKey Interface { get; } =
        new("interface", "public (default), internal or admin: which endpoint of the catalogue.") { OtherVariables = ["OS_ENDPOINT_TYPE"] };

    public static SettingKey Endpoint { get; } = new("endpoint", "The address of Masakari's API, instead of the catalogue's.")
    {
        OtherVariables = ["OS_ENDPOINT_OVERRIDE"],
        OtherNames = ["instance_ha_endpoint_override", "ha_endpoint_override", "masakari_endpoint_override"],
    };

    public static SettingKey CaCert { get; } = new("cacert", "PEM file of the CA certificates. Unset = those of the system.");
    public static SettingKey ApiVersion { get; } =
        new("ha_api_version", "The API version to ask for, 1.0 to 1.3. Unset = the newest of the service.")
        {
            OtherNames = ["instance_ha_api_version"],
        };

    public static SettingKey IdentityVersion { get; } = new("identity_api_version", "The version of Keystone's API; only 3.");

    public static IReadOnlyList<SettingKey> All { get; } =
    [
        AuthType, AuthUrl, UserName, UserId, Password, UserDomainName, UserDomainId, ProjectName, ProjectId, ProjectDomainName,
        ProjectDomainId, DefaultDomain, SystemScope, Token, CredentialId, CredentialName, CredentialSecret, RegionName, Interface, Endpoint,
        CaCert, ApiVersion, IdentityVersion,
    ];

    private static SettingKey Auth(string name, string help) => new(name, help) { IsInAuth = true };
}
