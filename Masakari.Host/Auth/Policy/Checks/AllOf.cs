namespace Masakari.Host.Auth.Policy.Checks;

/// <summary>Every condition must hold; those after one that doesn't are not asked.</summary>
internal sealed class AllOf(IReadOnlyList<IPolicyCheck> parts) : IPolicyCheck
{
    public IEnumerable<string> References => parts.SelectMany(part => part.References);

    public async ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct)
    {
        var worst = Ruling.Allowed;
        foreach (var part in parts)
        {
            if (worst == Ruling.Denied)
                break;
            worst = (Ruling)Math.Min((int)worst, (int)await part.AskAsync(question, ct));
        }

        return worst;
    }
}
