using System.Runtime.CompilerServices;
using Masakari.Core.Configuration;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.Nova;
using Masakari.Host.Auth;

namespace Masakari.Host.Cli.Online;

/// <summary>Whether both accounts can log in, and whether the privileged account finds Nova and may use it.</summary>
internal static class CloudChecks
{
    private const string Catalogue = "catalogue";
    private const string Privileged = "[DEFAULT] os_privileged_user_*";
    private const string PrivilegedOptions =
        "os_privileged_user_name, os_privileged_user_password, os_privileged_user_tenant, os_user_domain_name and os_project_domain_name";

    public static async IAsyncEnumerable<Finding> RunAsync(Conf conf, TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        using var cloud = new OpenStackProbe(SocketTransport.Create, clock);
        yield return await CallersAccountAsync(cloud, conf, ct);
        var nova = NovaOptions.Read(conf);
        var (login, catalogue) = await LogInAsync(
            cloud.LogInAsync(nova.Credentials, nova.Transport, ct), nova.Credentials, Privileged, PrivilegedOptions,
            "os_privileged_user_auth_url");
        yield return login;
        if (catalogue is null)
            yield break;
        var compute = Endpoint(catalogue, nova.Endpoint);
        yield return compute;
        if (compute.Verdict == Verdict.Ok)
            yield return await NovaAsync(cloud.Nova(nova), nova.Credentials, ct);
        yield return InstanceHa(catalogue, nova.Endpoint);
    }

    private static async Task<Finding> CallersAccountAsync(OpenStackProbe cloud, Conf conf, CancellationToken ct)
    {
        if (IdentityOptions.Read(conf, AuthOptions.Read(conf).AsksKeystone) is not { } identity)
            return Finding.Note("[keystone_authtoken]", "auth_strategy is noauth2, so no account is needed.");
        var other = conf.Section("keystone_authtoken").Text("auth_section", null, "");
        var section = $"[{(string.IsNullOrEmpty(other) ? "keystone_authtoken" : other)}]";
        return (await LogInAsync(
            cloud.LogInAsync(identity.Credentials, identity.Transport, ct), identity.Credentials, section,
            $"username, password, project_name and the domains in {section}", $"auth_url in {section}")).Finding;
    }

    private static async Task<(Finding Finding, ServiceCatalogue? Catalogue)> LogInAsync(
        Task<ServiceCatalogue> login, KeystoneCredentials account, string subject, string accountOptions, string urlOption)
    {
        var keystone = WithoutAccount(account.AuthUrl);
        try
        {
            var catalogue = await login;
            return (Finding.Ok(subject, $"{account.Display} has logged in at {keystone}."), catalogue);
        }
        catch (OpenStackException problem)
        {
            var cure = problem is { Kind: FailureKind.Refused, Status: not 404 }
                ? $"Check {accountOptions}."
                : $"Check {urlOption}, and that Keystone runs at {keystone}.";
            return (Finding.Failed(subject, problem.Message, cure), null);
        }
    }

    private static Finding Endpoint(ServiceCatalogue catalogue, EndpointQuery wanted)
    {
        if (catalogue.Find(wanted) is { } url)
            return Finding.Ok(Catalogue, $"the {wanted.Interface} endpoint of {wanted.Type} is {url}.");
        var name = wanted.Name is null ? "" : $", name {wanted.Name}";
        var region = wanted.Region is null ? "any region" : $"region {wanted.Region}";
        return Finding.Failed(
            Catalogue, $"there is no {wanted.Interface} endpoint of type {wanted.Type}{name}, {region}",
            "Check nova_catalog_admin_info and os_region_name.");
    }

    private static async Task<Finding> NovaAsync(INova nova, KeystoneCredentials account, CancellationToken ct)
    {
        try
        {
            var services = (await nova.ListServicesAsync(ct)).Value;
            return Finding.Ok("Nova", $"{account.Display} may list the compute services: {services.Count} found.");
        }
        catch (OpenStackException problem)
        {
            var scope = account.SystemScope ? "--system all" : $"--project {account.ProjectName ?? "PROJECT"}";
            var cure = problem.Status == 403
                ? $"Give {account.Display} the role admin: openstack role add --user {account.Display} {scope} admin"
                : "Check that Nova runs and answers at its endpoint in the catalogue.";
            return Finding.Failed("Nova", problem.Message, cure);
        }
    }

    // Only clients use this endpoint: the service works without it.
    private static Finding InstanceHa(ServiceCatalogue catalogue, EndpointQuery compute)
    {
        var wanted = new EndpointQuery { Type = "instance-ha", Region = compute.Region };
        return Finding.Note(Catalogue, catalogue.Find(wanted) is { } url
            ? $"the public endpoint of instance-ha is {url}."
            : "there is no public endpoint of type instance-ha: clients and monitors cannot find this service. "
                + "`openstack endpoint create` adds one.");
    }

    private static Uri WithoutAccount(Uri url) => url.UserInfo.Length == 0 ? url : new UriBuilder(url) { UserName = "", Password = "" }.Uri;
}
