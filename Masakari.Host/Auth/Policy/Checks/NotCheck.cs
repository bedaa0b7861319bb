namespace Masakari.Host.Auth.Policy.Checks;

/// <summary>The opposite; the opposite of unclear is unclear.</summary>
internal sealed class NotCheck(IPolicyCheck part) : IPolicyCheck
{
    public IEnumerable<string> References => part.References;

    public async ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct) =>
        Ruling.Allowed - (int)await part.AskAsync(question, ct);
}
