namespace Masakari.Host.Auth.Policy.Checks;

/// <summary><c>role:x</c>: the caller has the role, in whatever case it is written.</summary>
internal sealed class RoleCheck(TargetText role) : IPolicyCheck
{
    public ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct) => new(
        role.For(question.Target) is { } wanted && question.Caller.Roles.Contains(wanted, StringComparer.OrdinalIgnoreCase)
            ? Ruling.Allowed
            : Ruling.Denied);
}
