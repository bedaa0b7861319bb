using System.Text;

namespace Masakari.Core.Commands;

/// <summary>The beginning of what a command writes. The rest is read, so that the command does not wait, and thrown away.</summary>
/// <param name="longest">In bytes. By default more than is shown: masking may shorten it.</param>
internal sealed class RawOutput(int longest = 4 * ShownOutput.Longest)
{
    private readonly Lock writing = new();
    private readonly List<byte> kept = [];

    /// <summary>Reads one of the command's streams to its end.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken ct)
    {
        var buffer = new byte[ShownOutput.Longest];
        try
        {
            while (await stream.ReadAsync(buffer, ct) is var count and > 0)
                lock (writing)
                    kept.AddRange(buffer.AsSpan(0, Math.Min(count, longest - kept.Count)));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody waits for the rest.
        }
    }

    public override string ToString()
    {
        lock (writing)
            return Encoding.UTF8.GetString([.. kept]);
    }
}
