namespace Masakari.Host.Sandbox;

/// <summary>A project of domain Default.</summary>
internal sealed record KeystoneProject(string Id, string Name);
