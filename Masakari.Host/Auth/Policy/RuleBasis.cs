namespace Masakari.Host.Auth.Policy;

/// <summary>What decides about a rule, for the operator who wonders why a call was refused.</summary>
/// <param name="Rules">The rule and those that it refers to, each with the place that it comes from: <c>admin_api (default)</c>.</param>
/// <param name="Problems">What is not understood in these rules.</param>
internal sealed record RuleBasis(IReadOnlyList<string> Rules, IReadOnlyList<string> Problems);
