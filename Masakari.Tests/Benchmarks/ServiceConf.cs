namespace Masakari.Tests.Benchmarks;

/// <summary>The configuration of a service that listens on loopback, on MariaDB, beside a simulated Keystone and Nova.</summary>
internal static class ServiceConf
{
    public static string Write(Uri root, Uri cloud, string database) => $"""
        [DEFAULT]
        auth_strategy = keystone
        masakari_api_listen = 127.0.0.1
        masakari_api_listen_port = {root.Port}
        os_privileged_user_name = masakari
        os_privileged_user_password = secret
        os_privileged_user_tenant = service
        os_privileged_user_auth_url = {cloud}identity
        [database]
        connection = {database}
        [keystone_authtoken]
        auth_url = {cloud}identity
        username = masakari
        password = secret
        project_name = service
        user_domain_id = default
        project_domain_id = default
        """;
}
