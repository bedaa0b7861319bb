using Masakari.Core.Configuration;

namespace Masakari.Host.Auth.Policy;

/// <summary>The rules in force: the defaults, each replaced by what the last file has for it, and rules that only files have.</summary>
internal sealed class PolicyRules
{
    private readonly Dictionary<string, IPolicyCheck> checks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WrittenRule> origins = new(StringComparer.Ordinal);
    private readonly List<(string Rule, ConfError Error)> problems = [];
    private readonly List<ConfError> remarks = [];
    private readonly string fallback;

    private PolicyRules(string fallback) => this.fallback = fallback;

    /// <summary>Rules, or parts of rules, that are not understood and let nobody in.</summary>
    public IReadOnlyList<ConfError> Problems => [.. problems.Select(problem => problem.Error)];

    /// <summary>Rules that nothing leads to, most often misspelt ones.</summary>
    public IReadOnlyList<ConfError> Remarks => remarks;

    /// <summary>Of the defaults first, then of those that only files have.</summary>
    public IReadOnlyCollection<string> Names => checks.Keys;

    /// <param name="written">The rules of all files; a later one replaces an earlier one of the same name.</param>
    /// <param name="fallback">The rule that stands for those that don't exist.</param>
    public static PolicyRules Of(IEnumerable<WrittenRule> written, string fallback)
    {
        var rules = new PolicyRules(fallback);
        foreach (var known in PolicyDefaults.All)
            rules.checks[known.Name] = PolicyParser.Parse(known.Expression).Check;
        var inForce = written.GroupBy(rule => rule.Name, StringComparer.Ordinal).Select(same => same.Last()).ToList();
        foreach (var rule in inForce)
            rules.Add(rule);
        foreach (var rule in inForce)
            rules.LookAtReferences(rule);
        rules.LookForCircles(inForce);
        rules.LookForIdle(inForce);
        return rules;
    }

    /// <summary>The rules that let nobody in, for want of readable files.</summary>
    public static PolicyRules ForNobody() => new("");

    /// <returns><see langword="null"/> when there is neither such a rule nor one that stands for it.</returns>
    public IPolicyCheck? Find(string name) => checks.GetValueOrDefault(name) ?? checks.GetValueOrDefault(fallback);

    /// <summary>What decides about a rule: itself, what it refers to, and a rule of a file that says who is an administrator.</summary>
    public RuleBasis BasisOf(string name)
    {
        List<string> reached = [name];
        for (var next = 0; next < reached.Count; next++)
            reached.AddRange((Find(reached[next])?.References ?? []).Distinct().Except(reached));
        if (origins.ContainsKey(PolicyDefaults.ContextIsAdmin) && !reached.Contains(PolicyDefaults.ContextIsAdmin))
            reached.Add(PolicyDefaults.ContextIsAdmin);
        return new RuleBasis(
            [.. reached.Select(rule => $"{rule} ({Origin(rule)})")],
            [.. problems.Where(problem => reached.Contains(problem.Rule)).Select(problem => problem.Error.ToString())]);
    }

    private string Origin(string name) =>
        origins.TryGetValue(name, out var written) ? $"{written.Path}:{written.Line}"
        : checks.ContainsKey(name) ? "default" : "does not exist";

    private void Add(WrittenRule rule)
    {
        origins[rule.Name] = rule;
        var (check, found) = rule.Parse();
        checks[rule.Name] = check;
        foreach (var problem in found)
            Report(rule, problem);
    }

    private void LookAtReferences(WrittenRule rule)
    {
        foreach (var name in checks[rule.Name].References.Distinct().Where(name => Find(name) is null))
            Report(rule, $"there is no rule '{name}'");
    }

    // What remains when rules without open references are taken away, then those that referred only to them, and so on.
    private void LookForCircles(IEnumerable<WrittenRule> written)
    {
        var references = checks.ToDictionary(rule => rule.Key, rule => rule.Value.References.Distinct().Where(checks.ContainsKey).ToList());
        var referrers = references.SelectMany(rule => rule.Value.Select(name => (Name: name, By: rule.Key))).ToLookup(pair => pair.Name, pair => pair.By);
        var open = references.ToDictionary(rule => rule.Key, rule => rule.Value.Count);
        var settled = new Queue<string>(open.Where(rule => rule.Value == 0).Select(rule => rule.Key));
        while (settled.TryDequeue(out var name))
        {
            foreach (var by in referrers[name].Where(by => --open[by] == 0))
                settled.Enqueue(by);
        }

        foreach (var rule in written.Where(rule => open[rule.Name] > 0))
            Report(rule, "it refers to itself, or to rules that refer to each other in a circle");
    }

    private void LookForIdle(IEnumerable<WrittenRule> written)
    {
        HashSet<string> asked = [.. PolicyDefaults.All.Select(known => known.Name)];
        if (fallback.Length > 0)
            asked.Add(fallback);
        var referred = checks.SelectMany(rule => rule.Value.References.Where(name => name != rule.Key)).ToHashSet();
        foreach (var rule in written.Where(rule => !asked.Contains(rule.Name) && !referred.Contains(rule.Name)))
        {
            var hint = Spelling.Nearest(rule.Name, asked) is { } nearest ? $"; did you mean {nearest}?" : "";
            remarks.Add(new ConfError(rule.Path, rule.Line, null, $"{rule.Name}: no call asks for this rule and no rule refers to it{hint}"));
        }
    }

    private void Report(WrittenRule rule, string problem) =>
        problems.Add((rule.Name, new ConfError(
            rule.Path, rule.Line, null, $"the rule '{rule.Name}' lets nobody in where this matters: {problem}")));
}
