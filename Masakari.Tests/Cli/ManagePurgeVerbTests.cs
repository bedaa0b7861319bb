using Masakari.Host.Cli;

namespace Masakari.Tests.Cli;

/// <summary><c>masakari manage db purge</c>: the exit codes of the original.</summary>
public sealed class ManagePurgeVerbTests
{
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();
    private DirectoryInfo folder = null!;

    private string Conf => Path.Combine(folder.FullName, "masakari.conf");

    [SetUp]
    public async Task BeginAsync()
    {
        folder = Directory.CreateTempSubdirectory("masakari-purge-");
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
        await File.WriteAllTextAsync(Conf, $"[database]\nconnection = sqlite:///{folder.FullName}/masakari.sqlite\n");
    }

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [Test]
    public async Task Shows_how_many_rows_it_removed()
    {
        var code = await RunAsync();

        Assert.That(code, Is.Zero, errors.ToString());
        Assert.That(output.ToString().ReplaceLineEndings("\n"), Is.EqualTo("""
              Table              Rows removed
              vmoves             0
              notifications      0
              hosts              0
              failover_segments  0

            """.ReplaceLineEndings("\n")));
    }

    [TestCase("--max_rows", "0")]
    [TestCase("--max_rows", "-2")]
    [TestCase("--max-rows", "2147483648")]
    [TestCase("--age_in_days", "-1")]
    [TestCase("--age-in-days", "99999")]
    public async Task Refuses_a_number_out_of_its_range(string option, string number)
    {
        Assert.That(await RunAsync(option, number), Is.EqualTo(1));
        Assert.That(errors.ToString(), Does.Contain($"--{option[2..].Replace('-', '_')} must be").And.Contain($"not {number}"));
    }

    [Test]
    public async Task Takes_a_word_for_wrong_usage()
    {
        Assert.That(await RunAsync("--age_in_days", "month"), Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.Contain("masakari: --age_in_days must be a whole number, not 'month'"));
    }

    private async Task<int> RunAsync(params string[] more)
    {
        var code = await CommandLine.RunAsync(["--config-file", Conf, "manage", "db", "sync"], TextWriter.Null, errors);
        Assert.That(code, Is.Zero, errors.ToString());
        errors.GetStringBuilder().Clear();
        return await CommandLine.RunAsync(["--config-file", Conf, "manage", "db", "purge", .. more], output, errors);
    }
}
