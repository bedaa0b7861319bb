using Masakari.Core.Configuration;

namespace Masakari.Host.Cli;

/// <summary>Tells what keeps a command from using the configuration.</summary>
internal static class ConfTrouble
{
    /// <summary>Prints one line for each error and, as they may tell what was meant, for each warning.</summary>
    /// <returns>The exit code, 2.</returns>
    public static int Report(ConfReview review, TextWriter errors)
    {
        foreach (var error in review.Errors)
            errors.WriteLine($"masakari: {error}");
        foreach (var warning in review.Warnings)
            errors.WriteLine($"masakari: warning: {warning}");
        return 2;
    }
}
