using Masakari.Core.Configuration;

namespace Masakari.Host.Cli;

/// <summary><c>masakari conf check</c>: what a start would say about the configuration, without starting.</summary>
internal static class ConfCheckVerb
{
    /// <summary>Prints one line for each error and warning.</summary>
    /// <returns>0, or 2 when the service would refuse to start.</returns>
    public static int Run<T>(ConfSources sources, Func<Conf, T> readAll, TextWriter output)
    {
        var (_, review) = ConfReview.Read(sources, readAll);
        foreach (var error in review.Errors)
            output.WriteLine(error);
        foreach (var warning in review.Warnings)
            output.WriteLine($"warning: {warning}");
        if (review.Errors.Count > 0)
            return 2;
        output.WriteLine("The configuration can be used.");
        return 0;
    }
}
