using System.Text;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>A token of our own, with what it came with.</summary>
internal sealed record Token
{
    public required string Value { get; init; }

    /// <summary>How long it is good, counted from the login.</summary>
    public required TimeSpan Lifetime { get; init; }

    public required ServiceCatalogue Catalogue { get; init; }

    /// <summary>Whose it is, as Keystone numbers users; <see langword="null"/> when it did not say.</summary>
    public string? UserId { get; init; }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Lifetime = ").Append(Lifetime);
        return true;
    }
}
