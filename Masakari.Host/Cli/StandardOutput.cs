using System.Text;

namespace Masakari.Host.Cli;

/// <summary>The standard output, with an exception of its own when it cannot be written.</summary>
/// <param name="inner">Where the text goes.</param>
internal sealed class StandardOutput(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Do(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Do(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Do(() => inner.Write(value));

    public override void WriteLine(string? value) => Do(() => inner.WriteLine(value));

    public override void Flush() => Do(inner.Flush);

    /// <exception cref="OutputException">The disk is full, or the output is closed.</exception>
    private static void Do(Action writing)
    {
        try
        {
            writing();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(problem);
        }
    }
}
