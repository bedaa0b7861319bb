namespace Masakari.Host.Sandbox;

/// <summary>What can be tried while the sandbox stays up.</summary>
internal static class SandboxHints
{
    public static string Text(SandboxStage stage) => $$$"""

        The sandbox stays up; Ctrl-C ends it. Log and database are kept in {{{stage.Folder.FullName}}}

        For OpenStack clients (the cloud's own and `openstack segment list` of python-masakariclient):
        export OS_AUTH_URL={{{stage.Keystone}}} OS_IDENTITY_API_VERSION=3 OS_REGION_NAME={{{stage.Region}}}
        export OS_USERNAME=admin OS_PASSWORD={{{stage.Password}}} OS_PROJECT_NAME=admin
        export OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default

        With curl:
        TOKEN=$(curl -si {{{stage.Keystone}}}/auth/tokens -H 'Content-Type: application/json' -d '{{{Login(stage)}}}' | tr -d '\r' | sed -n 's/^x-subject-token: //Ip')
        curl -s -H "X-Auth-Token: $TOKEN" {{{stage.Masakari}}}/segments
        curl -s -H "X-Auth-Token: $TOKEN" {{{stage.Masakari}}}/notifications
        curl -s -H "X-Auth-Token: $TOKEN" {{{stage.Nova}}}/servers/detail?all_tenants=1

        Report a host that lives: within seconds the notification is a false alarm, and nothing is evacuated:
        curl -s -H "X-Auth-Token: $TOKEN" -H 'Content-Type: application/json' {{{stage.Masakari}}}/notifications -d '{"notification": {"type": "COMPUTE_HOST", "hostname": "{{{stage.HostNames[1]}}}", "generated_time": "'$(date -u +%FT%T)'", "payload": {"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"} } }'

        """;

    private static string Login(SandboxStage stage) => $$"""
        {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "admin", "domain": {"name": "Default"}, "password": "{{stage.Password}}"} } }, "scope": {"project": {"name": "admin", "domain": {"name": "Default"} } } } }
        """;
}
