using Masakari.Core.Configuration;

namespace Masakari.Host.Api.Edge;

/// <summary>The rules for pages of other origins; without any, nothing is looked at.</summary>
internal sealed record CorsOptions(IReadOnlyDictionary<string, CorsRule> ByOrigin)
{
    /// <summary><c>[cors]</c>, and a section <c>[cors.anything]</c> for origins with rules of their own, which fill up from the former.</summary>
    internal static CorsOptions Read(Conf conf)
    {
        var usual = CorsRule.Read(conf.Section("cors"), new CorsRule());
        var own = conf.SectionNames.Where(name => name.StartsWith("cors.", StringComparison.OrdinalIgnoreCase));
        var rules = new Dictionary<string, CorsRule>(StringComparer.Ordinal);
        foreach (var rule in own.Select(name => CorsRule.Read(conf.Section(name), usual)).Prepend(usual))
        {
            foreach (var origin in rule.Origins.Where(origin => origin.Length > 0))
                rules[origin] = rule;
        }

        return new CorsOptions(rules);
    }

    /// <returns>How the origin is called in answers, with its rule; <see langword="null"/> when it is not allowed, or the request names none.</returns>
    public (string Origin, CorsRule Rule)? Find(string origin) =>
        origin.Length == 0 ? null
        : ByOrigin.TryGetValue(origin, out var rule) ? (origin, rule)
        : ByOrigin.TryGetValue("*", out var any) ? ("*", any)
        : null;
}
