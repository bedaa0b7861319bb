namespace Masakari.Core.Recovery.Claims;

/// <summary>Which of the flows of a recovery it is: a recovery may try a second one with another target. Journals and Flow both need it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Target">The host that the instances are to go to; <see langword="null"/> = Nova's scheduler chooses.</param>
internal sealed record FlowPlace(int Number, string? Target)
{
    /// <summary>The only flow of a recovery whose target Nova chooses.</summary>
    public static FlowPlace First { get; } = new(1, null);

    /// <summary>The instances go to reserved hosts. Each of these is the target in its turn.</summary>
    public bool ToSpares { get; init; }

    /// <summary>No flow comes after it. A trouble of the destinations is waited for in the last flow only.</summary>
    public bool IsLast { get; init; } = true;

    /// <summary>
    /// The way of the flow before is tried beside its own: that flow found no destination that can take the instances at present, or this one
    /// finds none.
    /// </summary>
    public bool TriesBothWays { get; init; }

    /// <summary>It takes spares.</summary>
    public bool UsesSpares => ToSpares || TriesBothWays;

    /// <summary>Of two flows, one takes spares.</summary>
    public bool MayUseSpares => ToSpares || Number > 1;
}
