using System.Globalization;

namespace Masakari.Tests.Exerciser;

/// <summary>One deed of a story. It does the same whichever other steps are left out.</summary>
/// <param name="After">Seconds since the step before.</param>
/// <param name="Deed">What happens.</param>
/// <param name="Dice">The seed of its details.</param>
internal sealed record StoryStep(double After, Deed Deed, int Dice)
{
    /// <summary>As it is written in a test.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"new({After:0.###}, Deed.{Deed}, {Dice})");
}
