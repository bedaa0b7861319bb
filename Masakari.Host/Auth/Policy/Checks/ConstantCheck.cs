namespace Masakari.Host.Auth.Policy.Checks;

/// <summary><c>'literal':%(key)s</c>: what the target has there is this text.</summary>
internal sealed class ConstantCheck(string constant, TargetText wanted) : IPolicyCheck
{
    public ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct) =>
        new(wanted.For(question.Target) == constant ? Ruling.Allowed : Ruling.Denied);
}
