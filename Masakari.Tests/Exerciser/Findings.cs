namespace Masakari.Tests.Exerciser;

/// <summary>The broken invariants of a story, each thing once.</summary>
internal sealed class Findings
{
    private readonly HashSet<Violation> found = [];

    public List<Violation> Violations { get; } = [];

    public void Note(Invariant invariant, string text)
    {
        var violation = new Violation(invariant, text);
        if (found.Add(violation)) Violations.Add(violation);
    }
}
