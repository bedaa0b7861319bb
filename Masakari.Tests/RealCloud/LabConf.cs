namespace Masakari.Tests.RealCloud;

/// <summary>A <c>masakari.conf</c> as an operator of this cloud would write it.</summary>
internal static class LabConf
{
    /// <param name="lab">The cloud.</param>
    /// <param name="database">The database URL.</param>
    /// <param name="port">The API's port; null = the port in the lab's catalogue.</param>
    public static string For(Lab lab, string database, int? port = null)
    {
        var listenPort = port is null ? lab["LAB_MASAKARI_PORT"] : $"{port}";
        var (user, password) = (lab["LAB_MASAKARI_USERNAME"], lab["LAB_MASAKARI_PASSWORD"]);
        var (project, domain) = (lab["LAB_MASAKARI_PROJECT_NAME"], lab["LAB_MASAKARI_DOMAIN_NAME"]);
        return $"""
            [DEFAULT]
            auth_strategy = keystone
            masakari_api_listen = 127.0.0.1
            masakari_api_listen_port = {listenPort}
            wait_period_after_service_update = 6
            os_privileged_user_name = {user}
            os_privileged_user_password = {password}
            os_privileged_user_tenant = {project}
            os_privileged_user_auth_url = {lab["OS_AUTH_URL"]}
            os_user_domain_name = {domain}
            os_project_domain_name = {domain}
            os_region_name = {lab["OS_REGION_NAME"]}
            nova_catalog_admin_info = compute:nova:publicURL

            [database]
            connection = {database}

            [recovery]
            nova_report_interval_seconds = 2

            [keystone_authtoken]
            www_authenticate_uri = {lab["OS_AUTH_URL"]}
            auth_url = {lab["OS_AUTH_URL"]}
            auth_type = password
            username = {user}
            password = {password}
            user_domain_name = {domain}
            project_name = {project}
            project_domain_name = {domain}
            """;
    }

    /// <summary>The account with which monitors send reports: the section [api] of a <c>masakarimonitors.conf</c>.</summary>
    public static string MonitorAccount(Lab lab) => $"""
        [api]
        auth_type = password
        auth_url = {lab["OS_AUTH_URL"]}
        username = {lab["LAB_MASAKARI_USERNAME"]}
        password = {lab["LAB_MASAKARI_PASSWORD"]}
        user_domain_name = {lab["LAB_MASAKARI_DOMAIN_NAME"]}
        project_name = {lab["LAB_MASAKARI_PROJECT_NAME"]}
        project_domain_name = {lab["LAB_MASAKARI_DOMAIN_NAME"]}
        region = {lab["OS_REGION_NAME"]}
        api_interface = public
        """;
}
