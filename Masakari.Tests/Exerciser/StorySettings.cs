namespace Masakari.Tests.Exerciser;

/// <summary>What a story is made from: the same settings tell the same story.</summary>
internal sealed record StorySettings
{
    public int Seed { get; init; } = 1;

    /// <summary>The deeds from which the steps are drawn. The death of c1 is always one of the first two.</summary>
    public Deed Deeds { get; init; } = DeedSets.All;

    /// <summary>The steps themselves; null: drawn by the seed from <see cref="Deeds"/>.</summary>
    public IReadOnlyList<StoryStep>? Steps { get; init; }

    /// <summary>The number of servers on c1 and on c2; null: drawn by the seed.</summary>
    public int? Servers { get; init; }
}
