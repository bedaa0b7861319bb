namespace Masakari.Host.Sandbox;

/// <summary>An issued token. Without a project its scope is the system.</summary>
internal sealed record KeystoneToken
{
    public required string Text { get; init; }
    public required string AuditId { get; init; }
    public required KeystoneUser User { get; init; }
    public required KeystoneProject? Project { get; init; }
    /// <summary>Null: issued for a password.</summary>
    public KeystoneCredential? Credential { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    public override string ToString() => $"token of {User.Name}";
}
