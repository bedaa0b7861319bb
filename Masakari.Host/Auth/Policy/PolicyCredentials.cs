using System.Text.Json.Nodes;

namespace Masakari.Host.Auth.Policy;

/// <summary>A caller as the policy language and policy servers know one: the keys are those of oslo.context.</summary>
internal static class PolicyCredentials
{
    public static JsonObject Of(RequestContext caller) => new()
    {
        ["user_id"] = caller.UserId,
        ["user_domain_id"] = caller.UserDomainId,
        ["system_scope"] = caller.SystemScope,
        ["domain_id"] = caller.DomainId,
        ["project_id"] = caller.ProjectId,
        ["project_domain_id"] = caller.ProjectDomainId,
        ["roles"] = List(caller.Roles),
        ["is_admin_project"] = caller.IsAdminProject,
        ["service_user_id"] = caller.Service?.UserId,
        ["service_user_domain_id"] = caller.Service?.UserDomainId,
        ["service_project_id"] = caller.Service?.ProjectId,
        ["service_project_domain_id"] = caller.Service?.ProjectDomainId,
        ["service_roles"] = List(caller.Service?.Roles ?? []),
        ["is_admin"] = caller.IsAdmin,
    };

    private static JsonArray List(IReadOnlyList<string> items) => [.. items.Select(item => (JsonNode)item)];
}
