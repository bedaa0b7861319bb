using Masakari.Core.Configuration;

namespace Masakari.Host.Cli;

/// <summary>Prints what keeps a command from using the configuration.</summary>
internal static class ConfTrouble
{
    /// <summary>Prints one line for each error and, because they may explain an error, for each warning.</summary>
    /// <returns>The exit code, 2.</returns>
    public static int Report(ConfReview review, TextWriter errors) => Report(review.Errors, review.Warnings, errors);

    /// <summary>For a command that needs one section alone: prints its errors, or one warning about the mistakes elsewhere.</summary>
    /// <returns>Whether the section can be used.</returns>
    public static bool AllowsUseOf(string section, ConfReview review, TextWriter errors)
    {
        if (review.ErrorsOf(section) is { Count: > 0 } own)
        {
            Report(own, review.WarningsOf(section), errors);
            return false;
        }

        if (review.Errors is { Count: > 0 } others)
            errors.WriteLine($"masakari: warning: {others[0]}{Others(others.Count - 1)}");
        return true;
    }

    private static string Others(int count) => count switch
    {
        0 => "",
        1 => "; 1 more mistake does not concern this command either, `masakari conf check` shows it",
        _ => $"; {count} more mistakes do not concern this command either, `masakari conf check` lists them",
    };

    private static int Report(IEnumerable<ConfError> mistakes, IEnumerable<ConfError> warnings, TextWriter errors)
    {
        foreach (var mistake in mistakes)
            errors.WriteLine($"masakari: {mistake}");
        foreach (var warning in warnings)
            errors.WriteLine($"masakari: warning: {warning}");
        return 2;
    }
}
