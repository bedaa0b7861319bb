using Masakari.Host.Auth.Policy.Checks;

namespace Masakari.Host.Auth.Policy;

/// <summary>
/// Reads the policy language of oslo.policy. Brackets bind strongest, then <c>not</c>, <c>and</c>, <c>or</c>. What it does not understand becomes
/// a check that lets nobody in, and a text that says why.
/// </summary>
internal sealed class PolicyParser
{
    private const int MostNested = 100;
    private readonly PolicyToken[] tokens;
    private readonly List<string> problems = [];
    private int at;
    private int depth;

    private PolicyParser(string expression) => tokens = [.. PolicyToken.Of(expression)];

    private PolicyToken Next => tokens[at];

    /// <summary>Reads an expression.</summary>
    /// <returns>The check, and what was not understood of it.</returns>
    public static (IPolicyCheck Check, IReadOnlyList<string> Problems) Parse(string expression)
    {
        if (expression.Length == 0)
            return (FixedCheck.Always, []);
        var parser = new PolicyParser(expression);
        try
        {
            var check = parser.Either();
            if (parser.Next.Word != PolicyWord.End)
                throw parser.Unexpected("'and', 'or' or the end");
            return (check, parser.problems);
        }
        catch (FormatException problem)
        {
            return (FixedCheck.Unclear, [problem.Message]);
        }
    }

    /// <summary>Reads the older form: a list of alternatives, each a list of checks that must all hold.</summary>
    public static (IPolicyCheck Check, IReadOnlyList<string> Problems) Parse(IReadOnlyList<IReadOnlyList<string>> alternatives)
    {
        if (alternatives.Count == 0)
            return (FixedCheck.Always, []);
        var problems = new List<string>();
        var checks = alternatives.Where(all => all.Count > 0)
            .Select(all => new AllOf([.. all.Select(text => SingleCheck.Read(text, problems.Add))]))
            .ToArray();
        return (new AnyOf(checks), problems);
    }

    private IPolicyCheck Either() => Chain(PolicyWord.Or, Both, parts => new AnyOf(parts));

    private IPolicyCheck Both() => Chain(PolicyWord.And, Negated, parts => new AllOf(parts));

    private IPolicyCheck Chain(PolicyWord joint, Func<IPolicyCheck> read, Func<IReadOnlyList<IPolicyCheck>, IPolicyCheck> join)
    {
        var parts = new List<IPolicyCheck> { read() };
        while (Next.Word == joint)
        {
            at++;
            parts.Add(read());
        }

        return parts.Count == 1 ? parts[0] : join(parts);
    }

    private IPolicyCheck Negated()
    {
        var isNegated = false;
        for (; Next.Word == PolicyWord.Not; at++)
            isNegated = !isNegated;
        var check = Operand();
        return isNegated ? new NotCheck(check) : check;
    }

    private IPolicyCheck Operand()
    {
        if (Next.Word == PolicyWord.Check)
            return SingleCheck.Read(tokens[at++].Text, problems.Add);
        if (Next.Word != PolicyWord.Open)
            throw Unexpected("a check");
        if (++depth > MostNested)
            throw new FormatException($"brackets stand more than {MostNested} deep");
        at++;
        var inner = Either();
        if (Next.Word != PolicyWord.Close)
            throw Unexpected("')'");
        at++;
        depth--;
        return inner;
    }

    private FormatException Unexpected(string wanted) => new($"{wanted} is wanted where '{Next.Text}' stands");
}
