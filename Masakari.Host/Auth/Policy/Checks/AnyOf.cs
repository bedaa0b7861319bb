namespace Masakari.Host.Auth.Policy.Checks;

/// <summary>One of the conditions suffices; those after it are not asked.</summary>
internal sealed class AnyOf(IReadOnlyList<IPolicyCheck> parts) : IPolicyCheck
{
    public IEnumerable<string> References => parts.SelectMany(part => part.References);

    public async ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct)
    {
        var best = Ruling.Denied;
        foreach (var part in parts)
        {
            if (best == Ruling.Allowed)
                break;
            best = (Ruling)Math.Max((int)best, (int)await part.AskAsync(question, ct));
        }

        return best;
    }
}
