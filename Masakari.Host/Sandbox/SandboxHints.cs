namespace Masakari.Host.Sandbox;

/// <summary>Commands to try while the sandbox keeps running.</summary>
internal static class SandboxHints
{
    public static string Text(SandboxStage stage) => $$$"""

        The sandbox keeps running; press Ctrl-C to stop it.
        The configuration, the log and the database are kept in {{{stage.Folder.FullName}}}

        In another terminal: paste these lines, then try for example `masakari segment list`,
        `masakari host list rack-1` and `masakari notification list`; with the OpenStack client
        `openstack compute service list` and (with python-masakariclient) `openstack segment list`:
        alias masakari='{{{Program}}}'
        export OS_AUTH_URL={{{stage.Keystone}}} OS_IDENTITY_API_VERSION=3 OS_REGION_NAME={{{stage.Region}}}
        export OS_USERNAME=admin OS_PASSWORD={{{stage.Password}}} OS_PROJECT_NAME=admin
        export OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default
        export OS_MASAKARI_CONFIG_DIR={{{stage.Folder.FullName}}}

        The last line makes the operator's commands read the configuration of the sandbox: `masakari manage status`,
        and those that a message names, such as "masakari manage confirm-down HOST". Without that line:
        masakari manage status --config-file {{{stage.ConfFile}}}

        With curl: get a token, then list the segments, the notifications and the instances:
        TOKEN=$(curl -si {{{stage.Keystone}}}/auth/tokens -H 'Content-Type: application/json' -d '{{{Login(stage)}}}' | tr -d '\r' | sed -n 's/^x-subject-token: //Ip')
        curl -s -H "X-Auth-Token: $TOKEN" {{{stage.Masakari}}}/segments
        curl -s -H "X-Auth-Token: $TOKEN" {{{stage.Masakari}}}/notifications
        curl -s -H "X-Auth-Token: $TOKEN" '{{{stage.Nova}}}/servers/detail?all_tenants=1'

        Report a host that is alive. Nova still receives its heartbeats: within seconds
        the notification ends as failed with the message "False alarm", and nothing is
        evacuated. The list of notifications shows the message. The same with this program, followed live:
        masakari notification watch $(masakari notification create COMPUTE_HOST {{{stage.HostNames[1]}}} now '{"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"}' -f value -c notification_uuid)
        curl -s -H "X-Auth-Token: $TOKEN" -H 'Content-Type: application/json' {{{stage.Masakari}}}/notifications -d '{"notification": {"type": "COMPUTE_HOST", "hostname": "{{{stage.HostNames[1]}}}", "generated_time": "'$(date -u +%FT%T)'", "payload": {"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"} } }'
        {{{AnotherFailure(stage)}}}
        """;

    // A host that may go down without leaving the others without room.
    private static string AnotherFailure(SandboxStage stage) => stage.HostNames is not [_, _, .., var host] ? "" : $$"""

        Let another host fail, and follow its recovery live. The first line switches a simulated host off:
        curl -X POST {{stage.PowerSwitch}}{{host}}
        masakari notification watch $(masakari notification create COMPUTE_HOST {{host}} now '{"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"}' -f value -c notification_uuid)

        """;

    // Whoever has just built the service has no masakari in the PATH.
    private static string Program => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "masakari"
        ? path : $"dotnet {Path.Combine(AppContext.BaseDirectory, "masakari.dll")}";

    private static string Login(SandboxStage stage) => $$"""
        {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "admin", "domain": {"name": "Default"}, "password": "{{stage.Password}}"} } }, "scope": {"project": {"name": "admin", "domain": {"name": "Default"} } } } }
        """;
}
