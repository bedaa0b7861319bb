namespace Masakari.Host.Sandbox;

/// <summary>The service's configuration in the sandbox.</summary>
internal static class SandboxConf
{
    /// <summary>
    /// The seconds without a heartbeat after which a host counts as dead. The default is 180; the simulated hosts send heartbeats each
    /// second, so 6 are enough here.
    /// </summary>
    public const int WantedSilence = 6;

    /// <remarks>Most hosts of the small cloud may fail one after the other, without a hold for mass failures.</remarks>
    /// <param name="folder">The folder of the database and the log.</param>
    /// <param name="keystone">The URL of the simulated Keystone.</param>
    /// <param name="password">The password of the user masakari.</param>
    public static string Text(string folder, Uri keystone, string password) => $"""
        [DEFAULT]
        auth_strategy = keystone
        masakari_api_listen = 127.0.0.1
        log_file = {folder}/masakari.log
        graceful_shutdown_timeout = 5
        wait_period_after_service_update = {WantedSilence}
        os_privileged_user_auth_url = {keystone}
        os_privileged_user_name = masakari
        os_privileged_user_password = {password}
        os_privileged_user_tenant = service
        os_user_domain_name = Default
        os_project_domain_name = Default

        [keystone_authtoken]
        auth_url = {keystone}
        username = masakari
        password = {password}
        project_name = service
        user_domain_name = Default
        project_domain_name = Default

        [database]
        connection = sqlite:///{folder}/masakari.sqlite

        [recovery]
        nova_report_interval_seconds = 1

        [host_failure]
        mass_failure_percent = 100

        [healthcheck]
        disable_by_file_path = {folder}/disabled

        """;
}
