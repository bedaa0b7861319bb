namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// Which writes of a batch share a statement. The effect is that of all writes one after the other: a write joins an earlier one of its
/// kind only if no write between them, nor that one itself, is about the same thing.
/// </summary>
internal static class WriteOrder
{
    /// <summary>Groups of writes in the order in which the groups are to be written.</summary>
    /// <param name="writes">In the order in which they arrived.</param>
    public static IReadOnlyList<IReadOnlyList<ClaimWrite>> Group(IReadOnlyList<ClaimWrite> writes)
    {
        var groups = new List<List<ClaimWrite>>();
        var lastAbout = new Dictionary<object, int>();   // the last group that has a write about it
        var lastWall = -1;                               // the last group that all others keep their place to
        foreach (var write in writes)
        {
            var after = write.About is { } thing ? Math.Max(lastWall, lastAbout.GetValueOrDefault(thing, -1)) : groups.Count - 1;
            var place = write.About is null ? -1 : Find(groups, write, from: write.IsList ? Math.Max(after, 0) : after + 1);
            if (place < 0)
            {
                place = groups.Count;
                groups.Add([]);
            }
            groups[place].Add(write);
            if (write.About is { } about) lastAbout[about] = place;
            else lastWall = place;
        }
        return groups;
    }

    private static int Find(List<List<ClaimWrite>> groups, ClaimWrite write, int from) =>
        from < groups.Count ? groups.FindIndex(from, group => group[0].IsLike(write)) : -1;
}
