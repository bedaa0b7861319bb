namespace Masakari.Host.Sandbox;

/// <summary>An application credential: its owner's roles on its owner's project, perhaps only for some requests.</summary>
/// <param name="Id">By which it is found.</param>
/// <param name="Secret">Its password.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Rules">The requests that it is good for; null: all.</param>
internal sealed record KeystoneCredential(string Id, string Secret, KeystoneUser Owner, IReadOnlyList<KeystoneAccessRule>? Rules)
{
    public override string ToString() => $"credential of {Owner.Name}";
}

/// <summary>A request that a credential is good for.</summary>
internal sealed record KeystoneAccessRule(string Service, string Method, string Path);
