using System.Reflection;

namespace Masakari.Tests.Certainty;

/// <summary>
/// <c>Masakari.Tests/Certainty/known-failures.md</c> lists every scenario that is marked as failing, and no other. The list only shrinks: <c>MASAKARI_ACCEPT=1</c>
/// removes lines whose scenarios hold now, and adds none.
/// </summary>
public sealed class KnownFailureListTests
{
    private static string ListFile => Checkout.File("Masakari.Tests", "Certainty", "known-failures.md");

    [Test]
    public void The_list_names_the_marked_scenarios_and_no_others()
    {
        var (listed, marked) = (Listed(), Marked());
        if (Environment.GetEnvironmentVariable("MASAKARI_ACCEPT") == "1")
            File.WriteAllLines(ListFile, File.ReadAllLines(ListFile).Where(line => !line.StartsWith("| `", StringComparison.Ordinal) || marked.Contains(line)));

        Assert.Multiple(() =>
        {
            Assert.That(marked.Except(listed), Is.Empty, "marked as failing and not listed: new failures are mended, not marked");
            Assert.That(listed.Except(marked), Is.Empty, "listed and not marked: remove the line (MASAKARI_ACCEPT=1)");
        });
    }

    private static List<string> Listed() => [.. File.ReadAllLines(ListFile).Where(line => line.StartsWith("| `", StringComparison.Ordinal))];

    private static List<string> Marked() =>
    [
        .. typeof(KnownFailureListTests).Assembly.GetTypes()
            .SelectMany(fixture => fixture.GetMethods().Select(test => (fixture, test, mark: test.GetCustomAttribute<KnownFailureAttribute>())))
            .Where(found => found.mark is not null)
            .Select(found => $"| `{found.fixture.Name}.{found.test.Name}` | {found.mark!.Expected} | {found.mark.Seen} |")
            .Order(StringComparer.Ordinal),
    ];
}
