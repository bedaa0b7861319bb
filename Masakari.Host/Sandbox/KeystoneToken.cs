namespace Masakari.Host.Sandbox;

/// <summary>A token given out. No project: it is of system scope.</summary>
internal sealed record KeystoneToken
{
    public required string Text { get; init; }
    public required string AuditId { get; init; }
    public required KeystoneUser User { get; init; }
    public required KeystoneProject? Project { get; init; }
    /// <summary>Null: got by password.</summary>
    public KeystoneCredential? Credential { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    public override string ToString() => $"token of {User.Name}";
}
