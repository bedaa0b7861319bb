namespace Masakari.Tests.Processes;

/// <summary>The <c>masakari.conf</c> of a controller whose cloud is simulated.</summary>
internal static class ControllerConf
{
    /// <summary><c>lease_seconds</c> and <c>sweep_seconds</c>: small, so that the tests need not wait long.</summary>
    public const int Lease = 6, Sweep = 1;

    /// <summary>Without holds in a mass failure: all registered hosts die at the same time.</summary>
    /// <param name="database">The database URL that all controllers share.</param>
    /// <param name="cloud">The simulated cloud's address for this controller.</param>
    /// <param name="port">The port of its API.</param>
    /// <param name="threads">Concurrent evacuations in one recovery.</param>
    public static string Text(string database, Uri cloud, int port, int threads) => $"""
        [DEFAULT]
        debug = true
        auth_strategy = noauth2
        masakari_api_listen = 127.0.0.1
        masakari_api_listen_port = {port}
        graceful_shutdown_timeout = 20
        wait_period_after_service_update = 4
        host_failure_recovery_threads = {threads}
        os_privileged_user_auth_url = {new Uri(cloud, "/identity/v3")}
        os_privileged_user_name = masakari
        os_privileged_user_password = secret
        os_privileged_user_tenant = service
        os_user_domain_name = Default
        os_project_domain_name = Default

        [database]
        connection = {database}

        [recovery]
        lease_seconds = {Lease}
        sweep_seconds = {Sweep}
        nova_report_interval_seconds = 1

        [host_failure]
        mass_failure_percent = 100
        """;
}
