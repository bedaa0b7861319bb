namespace Masakari.Host.Auth.Policy.Checks;

/// <summary><c>rule:x</c>: what another rule says.</summary>
internal sealed class RuleCheck(string name) : IPolicyCheck
{
    public IEnumerable<string> References => [name];

    public ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct) => question.RulingAsync(name, ct);
}
