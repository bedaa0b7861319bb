namespace Masakari.Core.Monitoring.Hosts.Opinions;

/// <summary>One second opinion.</summary>
/// <param name="Answer">What it is.</param>
/// <param name="Words">What was seen, as a part of a sentence for the operator.</param>
internal sealed record Opinion(OpinionAnswer Answer, string Words);
