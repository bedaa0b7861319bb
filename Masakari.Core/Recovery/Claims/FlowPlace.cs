namespace Masakari.Core.Recovery.Claims;

/// <summary>Which of the flows of a recovery it is: a recovery may try a second one with another target. Journals and Flow both need it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Target">The host that the instances are to go to; <see langword="null"/> = Nova's scheduler chooses.</param>
internal sealed record FlowPlace(int Number, string? Target)
{
    /// <summary>The only flow of a recovery whose target Nova chooses.</summary>
    public static FlowPlace First { get; } = new(1, null);
}
