using System.Text;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>A credential that an account has made for a program (Identity API 3, application credentials).</summary>
public sealed record ApplicationCredential
{
    /// <summary>Its id; goes before the name.</summary>
    public string? Id { get; init; }

    /// <summary>Its name, unique for the account; the account must then be named too.</summary>
    public string? Name { get; init; }

    /// <summary>Its secret. Never printed.</summary>
    public required string Secret { get; init; }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Id = ").Append(Id).Append(", Name = ").Append(Name);
        return true;
    }
}
