namespace Masakari.Host.Auth.Policy;

/// <summary>Who may do what as long as no file says otherwise: the rules and names of the original.</summary>
internal static class PolicyDefaults
{
    /// <summary>The rule by which a caller is an administrator.</summary>
    public const string ContextIsAdmin = "context_is_admin";

    /// <summary>The rule by which a monitor may report a failure; without it there is no recovery.</summary>
    public const string ReportFailure = "os_masakari_api:notifications:create";

    private const string Admin = "rule:admin_api";
    private const string Segments = "/segments", Hosts = "/segments/{segment_uuid}/hosts", Notifications = "/notifications";
    private const string VMoves = "/notifications/{notification_uuid}/vmoves";

    public static IReadOnlyList<PolicyDefault> All { get; } =
    [
        new(ContextIsAdmin, "role:admin", "Who is an administrator, that is, for whom is_admin:True holds."),
        new("admin_or_owner", "is_admin:True or project_id:%(project_id)s", "Every caller with a project, since the target is the caller himself; no default uses it."),
        new("admin_api", "is_admin:True", "What the defaults of all calls refer to."),
        .. Resource("segments", "segments", Segments, "{segment_uuid}", ["index", "detail", "create", "update", "delete"]),
        .. Resource("os-hosts", "hosts of a segment", Hosts, "{host_uuid}", ["index", "detail", "create", "update", "delete"]),
        .. Resource("notifications", "notifications", Notifications, "{notification_uuid}", ["index", "detail", "create"]),
        .. Resource("vmoves", "moves of instances", VMoves, "{vmove_uuid}", ["index", "detail"]),
        .. Resource("extensions", "parts of the API", "/extensions", "{alias}", ["index", "detail"]),
        new("os_masakari_api:versions:index", "@", "List versions; never asked, since / wants no token.", "GET /"),
        Visibility("versions", "@"),
    ];

    /// <summary>The rule by which a part of the API is shown in the list of extensions.</summary>
    public static string Discoverable(string alias) => $"os_masakari_api:{alias}:discoverable";

    private static IEnumerable<PolicyDefault> Resource(string alias, string what, string path, string id, string[] actions) =>
    [
        .. actions.Select(action => new PolicyDefault($"os_masakari_api:{alias}:{action}", Admin, Deed(action, what), Call(action, path, id))),
        Visibility(alias, Admin),
    ];

    private static PolicyDefault Visibility(string alias, string who) => new(
        Discoverable(alias), who, $"See {alias} among the extensions.", "GET /v1/extensions", $"GET /v1/extensions/{alias}");

    private static string Deed(string action, string what) => action switch
    {
        "index" => $"List {what}.",
        "detail" => $"Show one of the {what}.",
        "create" => $"Create {what}.",
        "update" => $"Change {what}.",
        _ => $"Delete {what}.",
    };

    private static string Call(string action, string path, string id) => action switch
    {
        "index" => $"GET /v1{path}",
        "detail" => $"GET /v1{path}/{id}",
        "create" => $"POST /v1{path}",
        "update" => $"PUT /v1{path}/{id}",
        _ => $"DELETE /v1{path}/{id}",
    };
}
