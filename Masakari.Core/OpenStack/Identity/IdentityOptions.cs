using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Http;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>[keystone_authtoken]: how the API checks callers' tokens.</summary>
public sealed record IdentityOptions
{
    /// <summary>The account that may look tokens up.</summary>
    public required KeystoneCredentials Credentials { get; init; }

    /// <summary>Which of the catalogue's Keystone endpoints is asked; the account's own address when there is none.</summary>
    public EndpointQuery Endpoint { get; init; } = new() { Type = "identity", Interface = "internal" };

    /// <summary>Whether a caller's catalogue is fetched with his token; access rules of application credentials need it.</summary>
    public bool WithCatalogue { get; init; } = true;

    /// <summary>The number of retries when Keystone does not answer.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>TLS and time-outs of the connection.</summary>
    public TransportOptions Transport { get; init; } = new();

    /// <summary>Reads the options; what is missing or wrong is kept in <see cref="Conf.Errors"/>, and the result then is of no use.</summary>
    /// <param name="conf">The configuration.</param>
    /// <param name="needed">Whether tokens are checked at all (auth_strategy = keystone); else a missing account is no error.</param>
    /// <returns><see langword="null"/> when it is not needed.</returns>
    public static IdentityOptions? Read(Conf conf, bool needed)
    {
        var section = conf.Section("keystone_authtoken");
        var other = section.Text(
            "auth_section", null, "The section that contains auth_type, auth_url and the account. Unset = this section.");
        var options = new IdentityOptions
        {
            Credentials = AccountSection.Read(string.IsNullOrEmpty(other) ? section : conf.Section(other), needed),
            Endpoint = new EndpointQuery
            {
                Type = "identity",
                Interface = section.Text(
                    "interface", "internal",
                    "Which endpoint of Keystone in the catalogue "
                    + "validates tokens. Without such an endpoint, auth_url does.", choices: ["internal", "public", "admin"]),
                Region = section.Text(
                    "region_name", null,
                    "The region of that endpoint. Unset = the first region in the catalogue.") is { Length: > 0 } region ? region : null,
            },
            WithCatalogue = section.Bool(
                "include_service_catalog", fallback: true,
                "Fetch the catalogue when a token is validated. Application credentials with access rules need this."),
            Retries = section.Int("http_request_max_retries", 3, "The number of retries when Keystone does not answer.", min: 0, max: 20),
            Transport = ReadTransport(section),
        };
        if (options.Transport.Insecure) section.Warn("insecure", "Keystone's certificate is not verified: an attacker in the network can "
            + "make any token valid");
        return needed ? options : null;
    }

    private static TransportOptions ReadTransport(ConfSection section) => new()
    {
        CaFile = section.CaFile("cafile", "PEM file of the CA certificates for Keystone. Unset = the CA certificates of the system."),
        Insecure = section.Bool("insecure", fallback: false, "Do not verify Keystone's certificate."),
        ConnectLimit = section.OptionalSeconds(
            "http_connect_timeout", "The time limit for a new connection to Keystone. Unset = 10 seconds.", min: 1)
            ?? new TransportOptions().ConnectLimit,
    };
}
