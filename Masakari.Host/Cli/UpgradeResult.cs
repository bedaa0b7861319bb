namespace Masakari.Host.Cli;

/// <summary>How one check of an upgrade ended. The numbers are exit codes and stand in the JSON.</summary>
internal enum UpgradeVerdict
{
    Success = 0,
    Warning = 1,
    Failure = 2,
}

/// <summary>The result of one check.</summary>
/// <param name="Check">What was checked.</param>
/// <param name="Verdict">How the check ended.</param>
/// <param name="Details">What was found and what to do; <see langword="null"/> = nothing to say. Never a secret.</param>
internal sealed record UpgradeResult(string Check, UpgradeVerdict Verdict, string? Details = null);
