using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>Whole recoveries, compared by the service's log. <c>MASAKARI_ACCEPT=1</c> rewrites the expected logs.</summary>
public sealed class GoldenStoryTests
{
    [TestCaseSource(nameof(Stories))]
    public async Task Tells_the_story_as_before(string story)
    {
        var folder = Path.Combine(Root(), story);
        var stage = GoldenStage.Read(folder);
        await using var masakari = await MasakariScenario.StartAsync(stage.Furnish, stage.Conf);
        await masakari.RegisterAsync(stage.Method, stage.Hosts);
        var death = masakari.Clock.GetUtcNow();

        var notification = await masakari.LoseHostAsync(stage.Dies);

        var told = GoldenLog.Of(masakari, stage, notification, death);
        var expected = Path.Combine(folder, "expected.log");
        if (Environment.GetEnvironmentVariable("MASAKARI_ACCEPT") == "1") await File.WriteAllLinesAsync(expected, told);
        Assert.That(told, Is.EqualTo(await File.ReadAllLinesAsync(expected)));
    }

    private static IEnumerable<string> Stories() => Directory.GetDirectories(Root()).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Masakari.Tests.csproj"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("Masakari.Tests.csproj is nowhere above."), "Scenarios", "golden");
    }
}
