namespace Masakari.Host.Sandbox;

/// <summary>The endpoints of the cloud's services.</summary>
internal sealed class ServiceCatalogue(SimulatedCloudOptions options, CloudDice dice)
{
    private static readonly string[] Interfaces = ["public", "internal", "admin"];

    /// <summary>
    /// URL of the instance-ha service; `%(tenant_id)s` stands for the project's id. May be set after the cloud has started.
    /// </summary>
    public string InstanceHaUrl { get; set; } = "http://127.0.0.1:15868/v1/%(tenant_id)s";

    public IReadOnlyList<object> For(string origin, KeystoneProject? project) =>
    [
        Service("compute", "nova", $"{origin}/compute/v2.1"),
        Service("identity", "keystone", $"{origin}/identity/v3"),
        Service("instance-ha", "masakari", InstanceHaUrl.Replace("%(tenant_id)s", project?.Id ?? "", StringComparison.Ordinal)),
    ];

    private object Service(string type, string name, string url) => new
    {
        id = dice.Hex($"service/{type}"),
        type,
        name,
        endpoints = Interfaces.Select(face => new Dictionary<string, string>
        {
            ["id"] = dice.Hex($"endpoint/{type}/{face}"),
            ["interface"] = face,
            ["region"] = options.Region,
            ["region_id"] = options.Region,
            ["url"] = url,
        }),
    };
}
