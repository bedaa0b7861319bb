namespace Masakari.Host.Sandbox;

/// <summary>An application credential: its owner's roles on its owner's project, optionally limited to some requests.</summary>
/// <param name="Id">The credential's id.</param>
/// <param name="Secret">The credential's secret.</param>
/// <param name="Owner">The user that created it.</param>
/// <param name="Rules">The allowed requests; null: all.</param>
internal sealed record KeystoneCredential(string Id, string Secret, KeystoneUser Owner, IReadOnlyList<KeystoneAccessRule>? Rules)
{
    public override string ToString() => $"credential of {Owner.Name}";
}

/// <summary>A request that a credential allows.</summary>
internal sealed record KeystoneAccessRule(string Service, string Method, string Path);
