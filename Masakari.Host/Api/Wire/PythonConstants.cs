using System.Buffers;

namespace Masakari.Host.Api.Wire;

/// <summary>
/// The constants of Python's JSON that JSON does not have: <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>. No field is a number, so the
/// constants need only be read, and be shown in the message of the rejection.
/// </summary>
internal static class PythonConstants
{
    /// <summary>The number that replaces NaN.</summary>
    public const string NotANumber = "-0e999";

    /// <summary>The same text with numbers instead of the constants, so that a JSON parser reads it.</summary>
    public static ReadOnlyMemory<byte> AsNumbers(ReadOnlySpan<byte> json)
    {
        var numbers = new ArrayBufferWriter<byte>(json.Length);
        var inString = false;
        for (byte before = (byte)' '; !json.IsEmpty;)
        {
            var taken = inString ? Inside(json, numbers) : Outside(json, before, numbers);
            before = json[taken - 1];
            if (taken == 1 && before == '"')
                inString = !inString;
            json = json[taken..];
        }

        return numbers.WrittenMemory;
    }

    private static int Inside(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> into) =>
        Copy(json, json[0] == '\\' && json.Length > 1 ? 2 : 1, into);

    private static int Outside(ReadOnlySpan<byte> json, byte before, ArrayBufferWriter<byte> into)
    {
        if (" \t\r\n,:[-"u8.Contains(before))
        {
            if (json.StartsWith("NaN"u8))
                return Write("-0e999"u8, "NaN".Length, into);
            if (json.StartsWith("Infinity"u8))
                return Write("1e999"u8, "Infinity".Length, into);
        }

        return Copy(json, 1, into);
    }

    private static int Copy(ReadOnlySpan<byte> json, int length, ArrayBufferWriter<byte> into) => Write(json[..length], length, into);

    private static int Write(ReadOnlySpan<byte> text, int taken, ArrayBufferWriter<byte> into)
    {
        into.Write(text);
        return taken;
    }
}
