using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Masakari.Host.Api.Wire;

/// <summary>Writes compact JSON in the style of Python: <c>", "</c> and <c>": "</c> as separators, ASCII only.</summary>
internal static class PythonStyle
{
    private const int MostPerByte = 3;   // two bytes of UTF-8 become \uXXXX, four bytes become twice that
    private static readonly SearchValues<byte> PlainInString = Ascii(except: "\"\\");
    private static readonly SearchValues<byte> PlainBetween = Ascii(except: "\",:");

    /// <param name="json">Compact, valid JSON in UTF-8.</param>
    /// <param name="into">The output.</param>
    public static void Restyle(ReadOnlySpan<byte> json, IBufferWriter<byte> into)
    {
        var room = into.GetSpan(json.Length * MostPerByte);
        var (written, inString) = (0, false);
        while (!json.IsEmpty)
        {
            var plain = json.IndexOfAnyExcept(inString ? PlainInString : PlainBetween);
            var run = plain < 0 ? json : json[..plain];
            run.CopyTo(room[written..]);
            written += run.Length;
            if (plain < 0)
                break;
            json = json[plain..];
            inString ^= json[0] == '"';
            var (taken, given) = Special(json, room[written..]);
            json = json[taken..];
            written += given;
        }

        into.Advance(written);
    }

    private static (int Taken, int Given) Special(ReadOnlySpan<byte> json, Span<byte> room) => json[0] switch
    {
        >= 0x80 => NonAscii(json, room),
        (byte)'\\' => Escape(json, room),
        _ => QuoteOrSeparator(json[0], room),
    };

    // A quote, or a comma or colon outside of a string.
    private static (int Taken, int Given) QuoteOrSeparator(byte mark, Span<byte> room)
    {
        room[0] = mark;
        if (mark == '"')
            return (1, 1);
        room[1] = (byte)' ';
        return (1, 2);
    }

    private static (int Taken, int Given) Escape(ReadOnlySpan<byte> json, Span<byte> room)
    {
        var length = json[1] == 'u' ? 6 : 2;
        if (length == 6)
            System.Text.Ascii.ToLower(json[..length], room, out _);
        else
            json[..length].CopyTo(room);
        return (length, length);
    }

    private static (int Taken, int Given) NonAscii(ReadOnlySpan<byte> json, Span<byte> room)
    {
        Rune.DecodeFromUtf8(json, out var rune, out var taken);
        Span<char> units = stackalloc char[2];
        var count = rune.EncodeToUtf16(units);
        for (var unit = 0; unit < count; unit++)
        {
            "\\u"u8.CopyTo(room[(6 * unit)..]);
            Utf8Formatter.TryFormat((ushort)units[unit], room[(6 * unit + 2)..], out _, new StandardFormat('x', 4));
        }
        return (taken, 6 * count);
    }

    private static SearchValues<byte> Ascii(string except) =>
        SearchValues.Create([.. Enumerable.Range(0, 0x80).Select(code => (byte)code)
            .Where(code => !except.Contains((char)code, StringComparison.Ordinal))]);
}
