using Masakari.Core.Configuration;

namespace Masakari.Host.Cli;

/// <summary>Tells what keeps a command from using the configuration.</summary>
internal static class ConfTrouble
{
    /// <summary>Prints one line for each error.</summary>
    /// <returns>The exit code, 2.</returns>
    public static int Report(ConfReview review, TextWriter errors)
    {
        foreach (var error in review.Errors)
            errors.WriteLine($"masakari: {error}");
        return 2;
    }
}
