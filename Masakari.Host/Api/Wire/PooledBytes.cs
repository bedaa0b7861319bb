using System.Buffers;

namespace Masakari.Host.Api.Wire;

/// <summary>Bytes in an array of the shared pool, so that a long list does not make large arrays for the garbage collector.</summary>
internal sealed class PooledBytes : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 4096;
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int length;

    /// <summary>The written bytes; valid until this object is disposed.</summary>
    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return bytes.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        (bytes, length) = ([], 0);
    }

    private void MakeRoom(int size)
    {
        if (bytes.Length - length >= size)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + size, 2 * bytes.Length));
        Written.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
