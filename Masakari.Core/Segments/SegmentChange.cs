namespace Masakari.Core.Segments;

/// <summary>What a PUT wants changed: a function from the stored segment to the wanted one, which keeps the identity.</summary>
/// <param name="Apply">Gives the segment as it shall be; what the client left out stays as it was.</param>
public sealed record SegmentChange(Func<Segment, Segment> Apply);
