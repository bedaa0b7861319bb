namespace Masakari.Host.Auth.Policy;

/// <summary>What an expression is made of.</summary>
internal enum PolicyWord
{
    Check,
    And,
    Or,
    Not,
    Open,
    Close,
    End,
}

/// <summary>One word of an expression.</summary>
internal readonly record struct PolicyToken(PolicyWord Word, string Text)
{
    /// <summary>Blanks separate words; brackets count as such only before and behind a word, so that <c>%(key)s</c> stays whole.</summary>
    public static IEnumerable<PolicyToken> Of(string expression)
    {
        foreach (var piece in expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var opened = piece.TrimStart('(');
            for (var count = piece.Length - opened.Length; count > 0; count--)
                yield return new PolicyToken(PolicyWord.Open, "(");
            var text = opened.TrimEnd(')');
            if (text.Length > 0)
                yield return new PolicyToken(WordOf(text), text);
            for (var count = opened.Length - text.Length; count > 0; count--)
                yield return new PolicyToken(PolicyWord.Close, ")");
        }

        yield return new PolicyToken(PolicyWord.End, "the end");
    }

    private static PolicyWord WordOf(string text) => text.ToUpperInvariant() switch
    {
        "AND" => PolicyWord.And,
        "OR" => PolicyWord.Or,
        "NOT" => PolicyWord.Not,
        _ => PolicyWord.Check,
    };
}
