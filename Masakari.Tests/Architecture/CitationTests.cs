namespace Masakari.Tests.Architecture;

public sealed class CitationTests
{
    [Test]
    public void A_comment_explains_the_rule_itself()
    {
        var checkout = Checkout.Root;
        var citations = new Citations(checkout);

        var found = Sources(checkout).SelectMany(path => File.ReadLines(Path.Combine(checkout, path))
            .SelectMany((line, index) => citations.In(line).Select(cited => $"{path}:{index + 1} cites {cited}"))).ToList();

        Assert.That(found, Is.Empty);
    }

    [TestCase("    // Nova accepts a second evacuate (W" + "5).", "W" + "5")]
    [TestCase("/// <summary>5." + "2, the rows about ids.</summary>", "5.2,")]
    [TestCase("var x = 1;   // 4." + "5.", "4.5.")]
    [TestCase("/// Which fields a host has (engine" + ".md).", "engine.md")]
    [TestCase("/// A call of docs/no-such" + "-page.md.", "docs/no-such-page.md")]
    public void A_citation_is_found(string line, string cited) => Assert.That(new Citations(Checkout.Root).In(line), Is.EqualTo([cited]));

    [TestCase("/// A call of docs/api.md.")]
    [TestCase("// 0.5 s at first, then 2 s.")]
    [TestCase("""[TestCase("C1", "http://10.0.0.1/W12")]""")]
    public void Other_text_is_none(string line) => Assert.That(new Citations(Checkout.Root).In(line), Is.Empty);

    private static IEnumerable<string> Sources(string checkout) => new[] { "Masakari.Core", "Masakari.Host", "Masakari.Tests" }
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(checkout, project), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(checkout, file).Replace('\\', '/'))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));
}
