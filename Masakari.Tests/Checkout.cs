namespace Masakari.Tests;

/// <summary>The checkout that the tests run in.</summary>
internal static class Checkout
{
    /// <summary>The folder of Masakari.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file of the checkout.</summary>
    public static string File(params ReadOnlySpan<string> path) => Path.Combine([Root, .. path]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Masakari.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside a checkout.");
        return folder.FullName;
    }
}
