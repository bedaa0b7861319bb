namespace Masakari.Tests.RealCloud.Clients;

/// <summary>Debian's Python with Debian's OpenStack clients, and the scripts of this folder.</summary>
internal static class Python
{
    public const string Program = "/usr/bin/python3";

    private const string Packages = "/usr/lib/python3/dist-packages";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>The path of a script of this folder; the build copies it beside the tests.</summary>
    public static string Script(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "RealCloud", "Clients", name);

    /// <summary>Skips the test when a module is not installed; CI installs all of them.</summary>
    public static void Require(string module, string package)
    {
        if (Directory.Exists(Path.Combine(Packages, module)))
            return;
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
            Assert.Fail($"Needs {package}.");
        Assert.Ignore($"Needs {package}.");
    }

    /// <summary>Runs tests written in Python; fails with their output when a test fails or is skipped, or when fewer tests ran.</summary>
    public static async Task PassAsync(int count, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // unittest writes its results to standard error, testtools to standard output.
        string[] command = ["-c", "exec \"$0\" -W ignore \"$@\" 2>&1", Program, .. arguments];
        var output = await Tool.RunAsync("sh", command, environment, "", Limit);

        Assert.That(output, Does.Match($@"\nRan {count} tests? in [\d.]+s\n+OK\n*$"));
    }
}
