namespace Masakari.Host.Sandbox;

/// <summary>
/// The users of the simulated cloud: admin, the service user masakari, the service user nova with the role service only, and demo without
/// special rights.
/// </summary>
internal sealed class KeystoneAccounts(CloudDice dice)
{
    private static readonly string[] AdminRoles = ["reader", "member", "admin"];
    private static readonly string[] MemberRoles = ["reader", "member"];
    private static readonly string[] ServiceRoles = ["service"];
    private readonly List<KeystoneCredential> credentials = [];

    public IReadOnlyList<KeystoneUser> Users { get; } =
    [
        User(dice, "admin", "admin", AdminRoles),
        User(dice, "masakari", "service", AdminRoles),
        User(dice, "nova", "service", ServiceRoles),
        User(dice, "demo", "demo", MemberRoles),
    ];

    public KeystoneUser Demo => Users[^1];

    public KeystoneUser? Find(string? name, string? id) => Users.FirstOrDefault(u => id is null ? u.Name == name : u.Id == id);

    public KeystoneCredential? FindCredential(string id) => credentials.Find(credential => credential.Id == id);

    public KeystoneCredential AddCredential(string user, IReadOnlyList<KeystoneAccessRule>? rules)
    {
        var owner = Find(user, id: null) ?? throw new ArgumentException($"No user {user}.", nameof(user));
        var name = $"credential/{credentials.Count}";
        var credential = new KeystoneCredential(dice.Hex(name), dice.Hex($"{name}/secret"), owner, rules);
        credentials.Add(credential);
        return credential;
    }

    private static KeystoneUser User(CloudDice dice, string name, string project, IReadOnlyList<string> roles) =>
        new(dice.Hex($"user/{name}"), name, new KeystoneProject(dice.Hex($"project/{project}"), project), roles);
}
