namespace Masakari.Host.Auth.Policy.Checks;

/// <summary><c>is_admin:True</c> or <c>:False</c>: what the rule <c>context_is_admin</c> said of the caller.</summary>
internal sealed class IsAdminCheck(bool expected) : IPolicyCheck
{
    public ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct) =>
        new(question.Caller.IsAdmin == expected ? Ruling.Allowed : Ruling.Denied);
}
