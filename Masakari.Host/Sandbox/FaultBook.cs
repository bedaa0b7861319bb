using System.IO.Enumeration;

namespace Masakari.Host.Sandbox;

/// <summary>The active fault rules, and how often each has matched.</summary>
internal sealed class FaultBook(CloudTimeline timeline)
{
    private readonly List<Entry> entries = [];

    public void Add(FaultRule rule) => entries.Add(new Entry { Rule = rule, Ends = timeline.Now + rule.For });

    public void Clear() => entries.Clear();

    /// <summary>The effect of the first rule that applies; null: the call succeeds.</summary>
    public FaultEffect? Strike(SimulatedCall call)
    {
        foreach (var entry in entries.Where(e => !(timeline.Now >= e.Ends) && Matches(e.Rule, call)))
        {
            var nth = entry.Matched++;
            if (nth >= entry.Rule.LetThrough && (entry.Rule.Times is not { } times || nth < entry.Rule.LetThrough + times))
                return entry.Rule.Effect;
        }

        return null;
    }

    private static bool Matches(FaultRule rule, SimulatedCall call) =>
        (rule.Method is null || rule.Method == call.Method)
        && (rule.Path is null || FileSystemName.MatchesSimpleExpression(rule.Path, call.Path))
        && (rule.Action is null || rule.Action == call.Action)
        && (rule.Server is null || rule.Server == call.Server);

    private sealed class Entry
    {
        public required FaultRule Rule { get; init; }
        public required DateTimeOffset? Ends { get; init; }
        public int Matched { get; set; }
    }
}
