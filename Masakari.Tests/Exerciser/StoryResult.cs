namespace Masakari.Tests.Exerciser;

/// <summary>How a story went.</summary>
/// <param name="Settings">What it was made from.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Violations">The broken invariants, first one first.</param>
/// <param name="Log">What the controllers logged of the recovery.</param>
/// <param name="Facts">What the cloud recorded, for the comparison of two runs.</param>
internal sealed record StoryResult(
    StorySettings Settings, IReadOnlyList<StoryStep> Steps, IReadOnlyList<Violation> Violations, IReadOnlyList<string> Log,
    IReadOnlyList<string> Facts)
{
    public bool Breaks(Invariant invariant) => Violations.Any(violation => violation.Invariant == invariant);

    private string Drawn => Settings.Steps is null ? $", {Settings.Deeds}" : "";

    public override string ToString() =>
        $"seed {Settings.Seed}{Drawn}\n{string.Join(",\n", Steps)}\n{string.Join('\n', Violations)}\n{string.Join('\n', Log)}";
}
