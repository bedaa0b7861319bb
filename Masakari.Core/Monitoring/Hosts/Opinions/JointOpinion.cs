namespace Masakari.Core.Monitoring.Hosts.Opinions;

/// <summary>What all second opinions together say.</summary>
/// <param name="WhyHeld">Why the failure is not reported, as the end of a sentence; <see langword="null"/> = it is reported.</param>
/// <param name="Words">What was seen.</param>
internal sealed record JointOpinion(string? WhyHeld, string Words)
{
    /// <summary>Whether it is worth asking again soon.</summary>
    public bool MayChangeSoon { get; init; }

    /// <param name="opinions">All that were asked for; none = the cluster decides alone.</param>
    /// <param name="waited">Since the first of them was asked about this failure.</param>
    /// <param name="limit">For so long nobody is believed to be better than no opinion at all.</param>
    public static JointOpinion Of(IReadOnlyList<Opinion> opinions, TimeSpan waited, TimeSpan limit)
    {
        var words = string.Join("; ", opinions.Select(opinion => opinion.Words));
        if (opinions.Any(opinion => opinion.Answer == OpinionAnswer.Alive))
            return new JointOpinion($"it lives by another opinion: {words}", words);
        if (opinions.Count > 0 && opinions.All(opinion => opinion.Answer == OpinionAnswer.CannotTell) && waited < limit)
            return new JointOpinion($"there is no second opinion yet: {words}", words) { MayChangeSoon = true };
        return new JointOpinion(null, words);
    }
}
