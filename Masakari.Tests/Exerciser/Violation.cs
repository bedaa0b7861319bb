namespace Masakari.Tests.Exerciser;

/// <summary>An invariant that was broken.</summary>
/// <param name="Invariant">Which one.</param>
/// <param name="Text">What was seen.</param>
internal sealed record Violation(Invariant Invariant, string Text)
{
    public override string ToString() => $"{Invariant}: {Text}";
}
