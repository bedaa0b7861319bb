using Masakari.Host.Cli;

namespace Masakari.Tests.Cli;

/// <summary>An output that cannot be written: one line on stderr, exit code 1.</summary>
public sealed class StandardOutputTests
{
    [TestCase("--help")]
    [TestCase("--version")]
    [TestCase("segment create --help")]
    [TestCase("completion bash")]
    [TestCase("conf sample")]
    [TestCase("policy sample")]
    public async Task A_full_disk_is_one_line(string arguments)
    {
        var (code, errors) = await RunAsync(arguments, new IOException("No space left on device"));

        Assert.That((code, errors), Is.EqualTo((1, "masakari: cannot write the output: No space left on device\n")));
    }

    [Test]
    public async Task A_closed_output_is_one_line()
    {
        var closed = new UnauthorizedAccessException("Access to the path is denied.", new IOException("Bad file descriptor"));

        var (code, errors) = await RunAsync("conf sample", closed);

        Assert.That((code, errors), Is.EqualTo((1, "masakari: cannot write the output: Bad file descriptor\n")));
    }

    [Test]
    public async Task Passes_on_what_is_written()
    {
        var text = new StringWriter { NewLine = "\n" };

        await using (var output = new StandardOutput(text))
        {
            output.Write('a');
            output.Write("b");
            output.Write("cd".AsSpan());
            await output.WriteLineAsync("e");
        }

        Assert.That(text.ToString(), Is.EqualTo("abcde\n"));
    }

    private static async Task<(int Code, string Errors)> RunAsync(string arguments, Exception problem)
    {
        var errors = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(arguments.Split(' '), new StandardOutput(new BrokenOutput(problem)), errors);
        return (code, errors.ToString());
    }

    private sealed class BrokenOutput(Exception problem) : StringWriter
    {
        public override void Write(char value) => throw problem;

        public override void Write(char[] buffer, int index, int count) => throw problem;

        public override void Write(string? value) => throw problem;

        public override void WriteLine(string? value) => throw problem;
    }
}
