using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.InstanceHa;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>How reports reach Masakari.</summary>
internal sealed record SenderOptions
{
    public required KeystoneCredentials Account { get; init; }

    public required EndpointQuery Endpoint { get; init; }

    public TransportOptions Transport { get; init; } = new();

    public RetryOptions InstanceReports { get; init; } = new();

    public RetryOptions ProcessReports { get; init; } = new();

    public RetryOptions HostReports { get; init; } = new();

    /// <summary>A report that is older is dropped: nobody should act on it any more.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(1);

    public RetryOptions RetryOf(ReportType type) => type switch
    {
        ReportType.Process => ProcessReports,
        ReportType.Host => HostReports,
        _ => InstanceReports,
    };

    public static SenderOptions Read(Conf conf)
    {
        var section = conf.Section("api");
        var other = section.Text(
            "auth_section", null, "The section that contains auth_type, auth_url and the account. Unset = this section.");
        var options = new SenderOptions
        {
            Account = AccountSection.Read(
                string.IsNullOrEmpty(other) ? section : conf.Section(other), needed: true, "The account that sends the reports."),
            Endpoint = InstanceHaClient.AnyEndpoint with
            {
                Interface = section.Text(
                    "api_interface", "public", "Which endpoint of Masakari in the catalogue is used.", choices: ["public", "internal", "admin"]),
                Region = section.Text("region", "RegionOne", "The region of that endpoint.") is { Length: > 0 } region ? region : null,
            },
            Transport = ReadTransport(section),
            InstanceReports = RetryOptions.Read(conf.Section("callback"), "", "a report about an instance"),
            ProcessReports = RetryOptions.Read(conf.Section("process"), "api_", "a report about a process"),
            HostReports = RetryOptions.Read(conf.Section("host"), "api_", "a report about a host"),
            MaxAge = conf.Section("monitors").Seconds(
                "report_max_age_seconds", 86400, "A report that is older is no longer sent. It is dropped with an error in the log.", min: 60),
        };
        if (options.Transport.Insecure)
            section.Warn("insecure", "certificates are not verified: an attacker in the network can read the password and swallow reports");
        return options;
    }

    private static TransportOptions ReadTransport(ConfSection section) => new()
    {
        CaFile = section.CaFile(
            "cafile", "PEM file of the CA certificates for Keystone and Masakari. Unset = the CA certificates of the system."),
        Insecure = section.Bool("insecure", fallback: false, "Do not verify certificates."),
        ConnectLimit = section.OptionalSeconds(
            "timeout", "The time limit for a new connection to Keystone or Masakari. Unset = 10 seconds.", min: 1, max: 600)
            ?? new TransportOptions().ConnectLimit,
    };
}
