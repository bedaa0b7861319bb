using Masakari.Core.Configuration;

namespace Masakari.Host.Api.Edge;

/// <summary>The CORS rules by origin. Without rules, answers have no CORS headers.</summary>
internal sealed record CorsOptions(IReadOnlyDictionary<string, CorsRule> ByOrigin)
{
    /// <summary>
    /// Reads <c>[cors]</c> and each section <c>[cors.anything]</c>. Options that the latter do not set have the values of the former.
    /// </summary>
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

    /// <returns>The origin as answers name it, with its rule; <see langword="null"/> when the origin is empty or not allowed.</returns>
    public (string Origin, CorsRule Rule)? Find(string origin) =>
        origin.Length == 0 ? null
        : ByOrigin.TryGetValue(origin, out var rule) ? (origin, rule)
        : ByOrigin.TryGetValue("*", out var any) ? ("*", any)
        : null;
}
