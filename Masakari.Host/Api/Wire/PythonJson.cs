using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Masakari.Host.Api.Wire;

/// <summary>
/// Writes JSON byte for byte as existing clients and databases know it: <c>", "</c> and <c>": "</c> between the parts, snake_case names in the
/// order of declaration, everything outside ASCII as <c>\uXXXX</c> in lower-case hex.
/// </summary>
internal static class PythonJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // leaves <, >, & and ' alone; what it leaves beyond ASCII is escaped below
        Converters = { new PythonFloat() },
    };

    private static readonly SearchValues<byte> PlainInString = Ascii(except: "\"\\");
    private static readonly SearchValues<byte> PlainBetween = Ascii(except: "\",:");

    public static byte[] Bytes<T>(T value)
    {
        var compact = JsonSerializer.SerializeToUtf8Bytes(value, Options);
        var styled = new ArrayBufferWriter<byte>(compact.Length + compact.Length / 8);
        Restyle(compact, styled);
        return styled.WrittenSpan.ToArray();
    }

    public static string Text<T>(T value) => Encoding.ASCII.GetString(Bytes(value));

    private static void Restyle(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> into)
    {
        var inString = false;
        while (!json.IsEmpty)
        {
            var plain = json.IndexOfAnyExcept(inString ? PlainInString : PlainBetween);
            into.Write(plain < 0 ? json : json[..plain]);
            if (plain < 0)
                return;
            json = json[plain..];
            inString ^= json[0] == '"';
            json = json[(json[0] >= 0x80 ? Foreign(json, into) : json[0] == '\\' ? Escape(json, into) : Mark(json[0], inString, into))..];
        }
    }

    // A quote, or between strings a comma or colon.
    private static int Mark(byte mark, bool inString, ArrayBufferWriter<byte> into)
    {
        into.Write(mark == '"' || inString ? [mark] : [mark, (byte)' ']);
        return 1;
    }

    private static int Escape(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> into)
    {
        if (json[1] != 'u')
        {
            into.Write(json[..2]);
            return 2;
        }

        Span<byte> lower = stackalloc byte[6];
        System.Text.Ascii.ToLower(json[..6], lower, out _);
        into.Write(lower);
        return 6;
    }

    private static SearchValues<byte> Ascii(string except) =>
        SearchValues.Create([.. Enumerable.Range(0, 0x80).Where(code => !except.Contains((char)code, StringComparison.Ordinal)).Select(code => (byte)code)]);

    private static int Foreign(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> into)
    {
        Rune.DecodeFromUtf8(json, out var rune, out var taken);
        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..rune.EncodeToUtf16(units)])
            into.Write(Encoding.ASCII.GetBytes($"\\u{(int)unit:x4}"));
        return taken;
    }

    /// <summary>Python writes 1.0 where .NET writes 1.</summary>
    private sealed class PythonFloat : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteRawValue(PythonText.Float(value), skipInputValidation: true);
    }
}
