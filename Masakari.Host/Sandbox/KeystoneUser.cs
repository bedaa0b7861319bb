namespace Masakari.Host.Sandbox;

/// <summary>A user of domain Default, with roles on one project.</summary>
internal sealed record KeystoneUser(string Id, string Name, KeystoneProject Project, IReadOnlyList<string> Roles)
{
    public bool IsAdmin => Roles.Contains("admin");
}
