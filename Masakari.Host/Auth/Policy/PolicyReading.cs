using Masakari.Core.Configuration;

namespace Masakari.Host.Auth.Policy;

/// <summary>What came out of reading the policy files.</summary>
/// <param name="Rules">Of use only without errors.</param>
/// <param name="Errors">Files that can't be read.</param>
internal sealed record PolicyReading(PolicyRules Rules, IReadOnlyList<ConfError> Errors);
