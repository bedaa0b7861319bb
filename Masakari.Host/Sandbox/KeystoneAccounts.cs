namespace Masakari.Host.Sandbox;

/// <summary>Who exists in the simulated cloud: admin, the service user masakari, and demo, who may do nothing special.</summary>
internal sealed class KeystoneAccounts(CloudDice dice)
{
    private static readonly string[] AdminRoles = ["reader", "member", "admin"];
    private static readonly string[] MemberRoles = ["reader", "member"];

    public IReadOnlyList<KeystoneUser> Users { get; } =
    [
        User(dice, "admin", "admin", AdminRoles),
        User(dice, "masakari", "service", AdminRoles),
        User(dice, "demo", "demo", MemberRoles),
    ];

    public KeystoneUser Demo => Users[^1];

    public KeystoneUser? Find(string? name, string? id) => Users.FirstOrDefault(u => id is null ? u.Name == name : u.Id == id);

    private static KeystoneUser User(CloudDice dice, string name, string project, IReadOnlyList<string> roles) =>
        new(dice.Hex($"user/{name}"), name, new KeystoneProject(dice.Hex($"project/{project}"), project), roles);
}
