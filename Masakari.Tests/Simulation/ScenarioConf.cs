namespace Masakari.Tests.Simulation;

/// <summary>The configuration of a scenario.</summary>
internal static class ScenarioConf
{
    public static string Text(DirectoryInfo folder, string more) => $"""
        [DEFAULT]
        auth_strategy = noauth2
        masakari_api_listen = 127.0.0.1
        os_privileged_user_name = masakari
        os_privileged_user_password = secret
        os_privileged_user_tenant = service
        os_privileged_user_auth_url = http://cloud.test/identity
        os_user_domain_name = Default
        os_project_domain_name = Default
        nova_catalog_admin_info = compute:nova:public

        [database]
        connection = sqlite:///{folder.FullName}/masakari.sqlite
        sqlite_synchronous = false
        {more}
        """;
}
